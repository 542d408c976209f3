// One server, one browser and one window for all journeys; started before the first, ended after the last.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../../support/editor/browser';
import {
  type EditorServer,
  type EditorSettings,
  requiredVariable,
  startServer,
  writeWorkspaceSettings,
} from '../../support/editor/server';
import { Workbench } from '../../support/editor/workbench';
import { writeWorkspace } from './workspaceFiles';

interface Session {
  readonly folder: string;
  readonly workspace: string;
  readonly server: EditorServer;
  readonly browser: Browser;
  readonly workbench: Workbench;
}

/** After this the run is ended with a picture of where it stood: far more than all journeys need, less than a hang. */
const timeLimitMs = 20 * 60_000;
const timedOutCode = 124;

let session: Session | undefined;
let isWindowStale = false;

before('start VS Code and the browser', async function () {
  this.timeout(180_000);
  setTimeout(() => void giveUp(), timeLimitMs).unref();
  session = await start();
});

after('stop VS Code and the browser', stop);

beforeEach('close what the journey before left open', async function () {
  this.timeout(120_000);
  if (isWindowStale) await reloadWindow();
  isWindowStale = false;
  await workbench().page.keyboard.press('Escape');
  await workbench().closeAllEditors();
});

afterEach('keep a picture of a failure', async function () {
  const test = this.currentTest;
  isWindowStale = test?.state !== 'passed';
  if (isWindowStale) await session?.workbench.screenshot(`failed-${fileNameOf(test?.title ?? 'unknown')}`);
});

/** The window that all journeys share. */
export function workbench(): Workbench {
  return running().workbench;
}

/** A path inside the workspace folder that is open. */
export function inWorkspace(...parts: readonly string[]): string {
  return path.join(running().workspace, ...parts);
}

/** Replaces the settings of the workspace for the next journey. */
export function changeSettings(settings: EditorSettings): void {
  writeWorkspaceSettings(running().workspace, settings);
}

/** Opens the window anew: what editors remember survives, everything else starts again. */
export async function reloadWindow(): Promise<void> {
  const { server, workspace } = running();
  await workbench().open(server.url, workspace);
}

function running(): Session {
  if (session === undefined) throw new Error('The session is not started.');
  return session;
}

async function start(): Promise<Session> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-journeys-'));
  const workspace = path.join(folder, 'datasets');
  mkdirSync(workspace);
  writeWorkspace(workspace);
  writeWorkspaceSettings(workspace, {});
  const server = await startServer({ folder, extensionsFolder: requiredVariable('SFT_LENS_EXTENSIONS') });
  const browser = await startBrowser();
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(60_000);
  const window = new Workbench(page);
  await window.open(server.url, workspace);
  return { folder, workspace, server, browser, workbench: window };
}

async function stop(): Promise<void> {
  await session?.browser.close();
  await session?.server.stop();
  if (session !== undefined) rmSync(session.folder, { recursive: true, force: true });
}

/** Ends a run that hangs; nothing of it may be waited for without end. */
async function giveUp(): Promise<void> {
  console.error(`The journeys are not done after ${timeLimitMs / 60_000} minutes; see failed-time-limit.png.`);
  const ending = async (): Promise<void> => {
    await session?.workbench.screenshot('failed-time-limit').catch(console.error);
    await stop();
  };
  await Promise.race([ending().catch(console.error), new Promise((settle) => setTimeout(settle, 20_000))]);
  process.exit(timedOutCode);
}

const fileNameOf = (title: string): string => title.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
