#!/usr/bin/env node
// Stands in for the desktop VS Code program of `@vscode/test-electron`: accepts its flags, runs the suites in the
// extension host of code-server with Chromium as the window, and ends with the suites' exit code.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { startBrowser } from './browser';
import { requiredVariable, startServer } from './server';

const exitCodes = { unfinished: 95, serverEnded: 97, timedOut: 98 };
const timeLimitMs = 240_000;
/** The editor's own messages; the last two are native parts that only improve its log, which we do not compile. */
const editorChatter = [
  /^(Resolv|Creating a socket|Updating additional|ChatSessionStore|getaddrinfo|Timed out waiting|No webview)/,
  /^\[(reconnection|AgentHost|AccountPolicy|Service Worker)/,
  /Could not locate the bindings file|Cannot find module '\.\/build\/Release\/watchdog'/,
];

const flag = (name: string): string | undefined =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const remote = (file: string): string => `vscode-remote://remote${path.resolve(file)}`;

async function main(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-host-'));
  const workspace = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? path.join(folder, 'empty');
  mkdirSync(workspace, { recursive: true });
  const server = await startServer({ folder, extraArguments: ['--vscode-option', 'enable-smoke-test-driver'] });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const exit = exitOf(page);
    await forwardConsole(page);
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload())}`);
    const code = await Promise.race([
      exit,
      server.ended.then(() => exitCodes.serverEnded),
      new Promise<number>((settle) => setTimeout(settle, timeLimitMs, exitCodes.timedOut).unref()),
    ]);
    return provenCode(code);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** VS Code says 0 when the extension host is killed, so a pass needs the file that only a finished run writes. */
function provenCode(code: number): number {
  if (code !== 0 || existsSync(requiredVariable('SFT_LENS_HOST_RESULT'))) return code;
  console.error('The extension host ended without finishing the suites.');
  return exitCodes.unfinished;
}

function payload(): string {
  const extension = flag('extensionDevelopmentPath');
  const suites = flag('extensionTestsPath');
  if (extension === undefined || suites === undefined) throw new Error('Expected the flags of a test run.');
  return JSON.stringify([
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suites)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ['enableProposedApi', ''],
  ]);
}

/** The page may call this before the promise is looked at, so it is exposed first and awaited in the race. */
function exitOf(page: Page): Promise<number> {
  return new Promise((settle, fail) => {
    page.exposeFunction('codeAutomationExit', (code: number) => settle(code)).catch(fail);
  });
}

async function forwardConsole(page: Page): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (type: string, parts: unknown[]) => {
    const line = format(...parts);
    if (editorChatter.some((pattern) => pattern.test(line))) return;
    (type === 'error' ? process.stderr : process.stdout).write(`${line}\n`);
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(96);
  },
);
