// Takes the README's pictures: dataset editor with tags view, and insights, on the example, in three themes.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { startBrowser } from './browser';
import { requiredVariable, startServer, writeWorkspaceSettings } from './server';
import { Workbench } from './workbench';
import { clickRow } from './datasetPage';

const themes = [
  { name: 'dark', label: 'Default Dark Modern' },
  { name: 'light', label: 'Default Light Modern' },
  { name: 'high-contrast', label: 'Default High Contrast' },
] as const;
const example = 'intentions.jsonl';
const drawingMs = 1_500;

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-pictures-'));
  const workspace = path.join(folder, 'examples');
  cpSync(path.join(requiredVariable('SFT_LENS_ROOT'), 'examples'), workspace, { recursive: true });
  const server = await startServer({ folder, extensionsFolder: requiredVariable('SFT_LENS_EXTENSIONS') });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const workbench = new Workbench(page);
    await workbench.open(server.url, workspace);
    await workbench.openDataset('comparison.jsonl'); // a second point in the chart of datasets
    await workbench.openDataset(example);
    await workbench.openTagsView();
    await photograph(workspace, workbench, 'editor', async () => {
      const frame = workbench.webviewFrame();
      await clickRow(frame, 14);
    });
    await workbench.runCommand('SFT Lens: Open Insights');
    const insights = workbench.webviewFrame();
    await insights.getByTestId('selection-preview').waitFor({ timeout: 60_000 });
    const size = insights.getByTestId('selection-n-exact').locator('input').first();
    await size.fill('100');
    await size.press('Enter');
    await photograph(workspace, workbench, 'insights', () => Promise.resolve());
    await workbench.runCommand('SFT Lens: Normalize Tags');
    await workbench.webviewFrame().getByTestId('step-association').waitFor({ timeout: 60_000 });
    await photograph(workspace, workbench, 'normalization', () => Promise.resolve());
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One surface in every theme. */
async function photograph(
  workspace: string,
  workbench: Workbench,
  surface: string,
  arrange: () => Promise<void>,
): Promise<void> {
  for (const { name, label } of themes) {
    writeWorkspaceSettings(workspace, { 'workbench.colorTheme': label });
    await arrange();
    await workbench.page.waitForTimeout(drawingMs);
    const file = path.join(requiredVariable('SFT_LENS_PICTURES'), `${surface}-${name}.png`);
    await workbench.page.screenshot({ path: file });
    console.log(file);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
