/** Real datasets and reference results beside the project; tests that need them are skipped where they are absent. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared', import.meta.url));

export const hasShared = existsSync(folder);

export function sharedPath(...parts: readonly string[]): string {
  return join(folder, ...parts);
}
