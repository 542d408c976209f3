// Child processes that always settle: exit, failure to start, or time limit.
import { spawn, spawnSync } from 'node:child_process';
import { root } from './paths.mjs';

/** On Windows npm and npx are scripts that need a shell. */
const needsShell = (command) => process.platform === 'win32' && !/[\\/]/.test(command);

/**
 * Runs a command to its end and returns its exit code with everything it printed; never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, timeoutMs?: number, isShown?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs = 0, isShown = false } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, [...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(command),
      detached: process.platform !== 'win32',
    });
    let output = '';
    let isTimedOut = false;
    const timer = timeoutMs > 0 ? setTimeout(() => ((isTimedOut = true), endTree(child)), timeoutMs) : undefined;
    const collect = (chunk) => {
      output += chunk;
      if (isShown) process.stdout.write(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => finish(127, `${error.message}\n`));
    child.on('close', (code) => finish(code ?? 1, isTimedOut ? `stopped after ${timeoutMs / 1000} s\n` : ''));
    function finish(code, note) {
      clearTimeout(timer);
      settle({ code: isTimedOut ? 124 : code, output: output + note });
    }
  });
}

/** Runs a command and throws its output when it fails. */
export async function mustRun(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output.slice(-4000)}`);
  return output;
}

/** Ends a process and all that it started. */
export function endTree(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    return;
  }
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    child.kill('SIGTERM');
  }
}

/** The path of a command on PATH, or undefined. */
export function onPath(command) {
  const found = spawnSync(process.platform === 'win32' ? 'where' : 'which', [command], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.split(/\r?\n/)[0] : undefined;
}
