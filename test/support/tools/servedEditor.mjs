// VS Code in the browser, for machines without a desktop: code-server with the packed extension, on localhost.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCodeServer } from './codeServer.mjs';
import { cache } from './paths.mjs';
import { endTree, mustRun } from './processes.mjs';

const preferredPort = 8473;

/** Serves the editor until the process is interrupted; returns its exit code. */
export async function serveEditor({ packedFile, userFolder, folder, file, say }) {
  const { node, entry } = await ensureCodeServer(say);
  const extensions = path.join(cache, 'start', 'extensions');
  mkdirSync(extensions, { recursive: true });
  const places = ['--user-data-dir', userFolder, '--extensions-dir', extensions];
  await mustRun(node, [entry, ...places, '--install-extension', packedFile, '--force']);
  const port = await freePort();
  const child = spawn(
    node,
    [
      entry,
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--config', path.join(cache, 'start', 'config.yaml')],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', ...places],
      '--disable-getting-started-override',
    ],
    { stdio: 'ignore', detached: true, env: { ...process.env, PORT: undefined, VSCODE_IPC_HOOK_CLI: undefined } },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => endTree(child));
  const ended = new Promise((settle) => child.once('exit', (code) => settle(code ?? 0)));
  await untilHealthy(port, child);
  const payload = JSON.stringify([['openFile', `vscode-remote://127.0.0.1:${port}${file}`]]);
  const query = `folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(payload)}`;
  say(`open this in a browser (Ctrl-C stops it):\n\n  http://127.0.0.1:${port}/?${query}\n`);
  return ended;
}

async function untilHealthy(port, child) {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}`);
    const isHealthy = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await sleep(100);
  }
  endTree(child);
  throw new Error('code-server did not answer within 30 s');
}

/** The same port each time, so that a bookmark works, unless somebody has it. */
async function freePort() {
  return (await isFree(preferredPort)) ? preferredPort : isFree(0);
}

function isFree(port) {
  return new Promise((settle) => {
    const probe = createServer().once('error', () => settle(undefined));
    probe.listen(port, '127.0.0.1', () => {
      const taken = /** @type {import('node:net').AddressInfo} */ (probe.address()).port;
      probe.close(() => settle(taken));
    });
  });
}
