// Where the house's tooling finds and puts things. Plain JavaScript: it runs before anything is installed.
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** Screenshots, logs and other things that a run leaves to be looked at; ignored by git. */
export const artifacts = path.join(root, 'artifacts');

/** Big downloads shared by all checkouts on this machine. */
export const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'sft-lens-harness');

/** An absolute path inside the checkout. */
export const inRoot = (...parts) => path.join(root, ...parts);
