import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Editor settings by their full names, as in settings.json. */
export type EditorSettings = Readonly<Record<string, unknown>>;

/** How to start a code-server: its programs come from the environment (see `codeServer.mjs`). */
export interface ServerOptions {
  /** Holds the user data, the log and, unless given, the extensions of this server. */
  readonly folder: string;
  readonly extensionsFolder?: string;
  readonly settings?: EditorSettings;
  readonly extraArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A running code-server. */
export interface EditorServer {
  readonly url: string;
  /** Settles when the server has ended, however it did. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

const startLimitMs = 60_000;
const quietSettings: EditorSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'files.hotExit': 'off',
  'git.enabled': false,
  'files.exclude': { '**/.vscode': true },
  'remote.autoForwardPorts': false,
};
/** Would point the server at the window, port or password of whoever started us. */
const foreignVariables = ['VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD', 'HASHED_PASSWORD'];

/** Reads a variable that the tooling must have set. */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; start through "npm test".`);
  return value;
}

/** Starts code-server and waits until it answers. */
export async function startServer(options: ServerOptions): Promise<EditorServer> {
  const userFolder = path.join(options.folder, 'user');
  const settingsFile = path.join(userFolder, 'User', 'settings.json');
  const extensionsFolder = options.extensionsFolder ?? path.join(options.folder, 'extensions');
  mkdirSync(path.dirname(settingsFile), { recursive: true });
  mkdirSync(extensionsFolder, { recursive: true });
  writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...options.settings }));

  const url = `http://127.0.0.1:${await freePort()}`;
  const logFile = path.join(options.folder, 'server.log');
  const log = openSync(logFile, 'w');
  const child = spawn(
    requiredVariable('SFT_LENS_EDITOR_NODE'),
    serverArguments(url, userFolder, extensionsFolder, options),
    {
      stdio: ['ignore', log, log],
      env: serverEnvironment(options),
      cwd: options.folder,
      detached: true,
    },
  );
  const ended = new Promise<void>((settle) => child.once('exit', () => settle()).once('error', () => settle()));
  await untilHealthy(url, child, logFile);
  return { url, ended, stop: () => stop(child, ended) };
}

function serverArguments(url: string, userFolder: string, extensionsFolder: string, options: ServerOptions): string[] {
  return [
    requiredVariable('SFT_LENS_EDITOR_ENTRY'),
    ...['--bind-addr', new URL(url).host, '--auth', 'none', '--config', path.join(options.folder, 'config.yaml')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
    '--disable-getting-started-override',
    ...['--user-data-dir', userFolder, '--extensions-dir', extensionsFolder],
    ...(options.extraArguments ?? []),
  ];
}

function serverEnvironment(options: ServerOptions): NodeJS.ProcessEnv {
  const environment = { ...process.env, ...options.environment };
  for (const name of foreignVariables) delete environment[name];
  return environment;
}

/**
 * Replaces the settings of a workspace folder; the open window follows within a moment. The user's own settings are
 * read only once by code-server, so they cannot be changed while it runs.
 */
export function writeWorkspaceSettings(folder: string, settings: EditorSettings): void {
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings, null, 2));
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer().once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => settle(port));
    });
  });
}

async function untilHealthy(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const startedAt = Date.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`code-server ended: ${readFileSync(logFile, 'utf8').slice(-2000)}`);
    const isHealthy = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isHealthy) return;
    if (Date.now() - startedAt > startLimitMs) throw new Error(`code-server did not answer within ${startLimitMs} ms`);
    await sleep(100);
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, 'SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
