// A desktop VS Code: one that is installed, or one downloaded through @vscode/test-electron.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cache } from './paths.mjs';
import { onPath } from './processes.mjs';

const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';
const answerLimitMs = 8_000;
const programs = ['code', 'code-insiders', 'codium'];
const knownPlaces = {
  darwin: [
    '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code',
    path.join(os.homedir(), 'Applications/Visual Studio Code.app/Contents/Resources/app/bin/code'),
  ],
  win32: [
    path.join(process.env.LOCALAPPDATA ?? '', 'Programs', 'Microsoft VS Code', 'bin', 'code.cmd'),
    path.join(process.env.ProgramFiles ?? '', 'Microsoft VS Code', 'bin', 'code.cmd'),
  ],
  linux: ['/usr/share/code/bin/code', '/snap/bin/code', '/opt/visual-studio-code/bin/code'],
};

/** Why no desktop program can show a window here, or undefined. */
export function whyNoWindow() {
  const isLinux = process.platform === 'linux';
  return isLinux && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
    ? 'there is no display (DISPLAY is not set)'
    : undefined;
}

/** An installed VS Code, or undefined. */
export function installedDesktop() {
  const places = knownPlaces[process.platform] ?? [];
  return programs.map(onPath).find((file) => file !== undefined) ?? places.find((file) => existsSync(file));
}

/** Downloads VS Code into the cache; fails within seconds where its server does not answer. */
export async function downloadDesktop() {
  const answer = await fetch(updateServer, { signal: AbortSignal.timeout(answerLimitMs) }).catch((error) => {
    throw new Error(`${new URL(updateServer).host} does not answer (${error.cause?.code ?? error.name})`);
  });
  if (!answer.ok) throw new Error(`${new URL(updateServer).host} answers ${answer.status}`);
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  return downloadAndUnzipVSCode({ cachePath: path.join(cache, 'desktop') });
}

/** Opens a window and leaves it to itself. */
export function openDesktop(program, args) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(program, isRoot ? ['--no-sandbox', ...args] : args, {
    detached: true,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('spawn', () => (child.unref(), settle(undefined)));
  });
}
