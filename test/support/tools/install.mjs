// Brings node_modules to what package-lock.json says. Runs before any package is there.
import { existsSync, statSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { mustRun } from './processes.mjs';

/** True when packages were never installed or the lock file changed since. */
export function isInstallNeeded() {
  const installed = inRoot('node_modules', '.package-lock.json');
  return !existsSync(installed) || statSync(inRoot('package-lock.json')).mtimeMs > statSync(installed).mtimeMs + 60_000;
}

/** Runs `npm ci` when it is needed. */
export async function ensurePackages(say) {
  if (!isInstallNeeded()) return;
  say('installing packages (npm ci)');
  await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { env: { NODE_ENV: undefined }, timeoutMs: 900_000 });
}
