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

let session: Session | undefined;

before('start VS Code and the browser', async function () {
  this.timeout(180_000);
  session = await start();
});

after('stop VS Code and the browser', async () => {
  await session?.browser.close();
  await session?.server.stop();
  if (session !== undefined) rmSync(session.folder, { recursive: true, force: true });
});

beforeEach('close what the journey before left open', async () => {
  await workbench().page.keyboard.press('Escape');
  await workbench().closeAllEditors();
});

afterEach('keep a picture of a failure', async function () {
  const name = this.currentTest?.title.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase() ?? 'unknown';
  if (this.currentTest?.state === 'failed') await session?.workbench.screenshot(`failed-${name}`);
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
  const window = new Workbench(page);
  await window.open(server.url, workspace);
  return { folder, workspace, server, browser, workbench: window };
}
