// Brings node_modules to what package-lock.json says. Runs before any package is there.
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { mustRun } from './processes.mjs';

/** True when a package that the lock file demands is missing or has another version; times of files say nothing in a clone. */
export function isInstallNeeded() {
  const installedFile = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return true;
  const installed = packagesIn(installedFile);
  return Object.entries(packagesIn(inRoot('package-lock.json'))).some(
    ([place, { version, optional }]) =>
      place !== '' && !optional && (installed[place]?.version !== version || !existsSync(inRoot(place))),
  );
}

/** Runs `npm ci` when it is needed. */
export async function ensurePackages(say) {
  if (!isInstallNeeded()) return;
  say('installing packages (npm ci)');
  await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { env: { NODE_ENV: undefined }, timeoutMs: 900_000 });
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
