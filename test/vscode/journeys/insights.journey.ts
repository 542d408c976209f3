import * as assert from 'node:assert';
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import * as path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { requiredVariable } from '../../support/editor/server';
import { tableRow, taggedRow } from '../../support/editor/datasetPage';

const examples = ['comparison.jsonl', 'intentions.jsonl'];
const shownDataset = 'intentions.jsonl';

describe('the insights panel', () => {
  const exported = (): string => inWorkspace(`${path.parse(shownDataset).name}.complexity-first-50.jsonl`);
  before(() =>
    examples.forEach((name) =>
      cpSync(path.join(requiredVariable('SFT_LENS_ROOT'), 'examples', name), inWorkspace(name)),
    ),
  );
  after(() =>
    [...examples.map((name) => inWorkspace(name)), exported(), `${exported()}.manifest.json`].forEach((file) =>
      rmSync(file, { force: true }),
    ),
  );

  it('shows measures, drawn charts and the preview of the selection with reasons', async () => {
    await openDataset(datasets.tagged);
    const frame = await openInsights();
    await frame
      .getByTestId('insights-measures')
      .filter({ hasText: /Diversity/i })
      .waitFor();
    await frame
      .getByTestId('selection-preview')
      .filter({ hasText: /round 1/ })
      .waitFor();
    const charts = frame.locator('[data-testid^="chart-"] canvas');
    await charts.first().waitFor();
    for (const chart of await charts.all()) await untilDrawn(chart);
    await workbench().screenshot('insights');
  });

  it('sets three datasets side by side, follows n, pins a row and exports', async function () {
    this.timeout(300_000);
    for (const name of [datasets.tagged, ...examples]) await openDataset(name);
    const frame = await openInsights();
    await frame.getByTestId('chart-datasets').getByRole('button', { name: /table/i }).click();
    for (const name of [datasets.tagged, ...examples])
      await frame
        .getByTestId('chart-datasets')
        .filter({ hasText: path.parse(name).name })
        .waitFor();

    await setSize(frame, 50);
    await frame
      .getByTestId('preview-row-1')
      .filter({ hasText: /round 1/ })
      .waitFor();
    await frame
      .getByTestId('selection-summary')
      .filter({ hasText: /\b50\b/ })
      .waitFor();
    await pinSecondRow(frame);
    await workbench().screenshot('insights-pinned');
    await exportSelection(frame);
    await workbench().until(() => existsSync(`${exported()}.manifest.json`));
    assert.equal(readFileSync(exported(), 'utf8').trimEnd().split('\n').length, 50);
  });

  it('leads from a bar to its rows, by mouse and by keyboard, also after the charts were drawn anew', async function () {
    this.timeout(180_000);
    await openDataset(shownDataset);
    for (const pick of [clickBar, pressBar, clickBar]) {
      const frame = await openInsights();
      // Another selection draws charts anew.
      await setSize(frame, pick === pressBar ? 60 : 40);
      await frame
        .getByTestId('selection-summary')
        .filter({ hasText: /\b(40|60)\b/ })
        .waitFor();
      await pick(frame.getByTestId('chart-tags-per-row').locator('canvas'));
      const chip = workbench().webviewFrame().getByTestId('filter-chip').first();
      await chip.waitFor();
      if (pick === pressBar) await workbench().screenshot('insights-bar-rows');
      await chip.getByRole('button').last().click();
      await chip.waitFor({ state: 'detached' });
    }
  });
});

async function openDataset(name: string): Promise<void> {
  const editor = await workbench().openDataset(name);
  await tableRow(editor, 0).waitFor();
  await taggedRow(editor, 0).waitFor();
}

async function openInsights(): Promise<FrameLocator> {
  await workbench().runCommand('SFT Lens: Open Insights');
  await workbench().tab('Insights').waitFor();
  const frame = workbench().webviewFrame();
  await frame.getByTestId('selection-preview').waitFor();
  return frame;
}

async function setSize(frame: FrameLocator, n: number): Promise<void> {
  const size = frame.getByTestId('selection-n-exact').locator('input').first();
  await size.fill(String(n));
  await size.press('Enter');
}

/** Pins the second row of the preview and waits until the panel says so. */
async function pinSecondRow(frame: FrameLocator): Promise<void> {
  const row = frame.getByTestId('preview-row-2');
  await row.hover();
  await row.getByRole('button', { name: /^Pin/ }).click();
  await frame.locator('.preview-row.pinned').first().waitFor();
}

async function exportSelection(frame: FrameLocator): Promise<void> {
  await frame.getByTestId('export-selection').click();
  await workbench().pick('The selection in Insights');
  await workbench().pick('Source rows');
  await workbench().goOn('what else');
  await workbench().confirm('where to');
}

/** Clicks the bar in the middle: rows with three tags, which most rows have. */
async function clickBar(chart: Locator): Promise<void> {
  await untilDrawn(chart);
  const { width, height } = (await chart.boundingBox())!;
  await chart.click({ position: { x: width * 0.5, y: height * 0.7 } });
}

async function pressBar(chart: Locator): Promise<void> {
  await untilDrawn(chart);
  await chart.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await chart.press(key);
}

/** Waits until any pixel of a canvas was painted. */
async function untilDrawn(canvas: Locator): Promise<void> {
  await canvas.scrollIntoViewIfNeeded();
  for (let attempt = 0; attempt < 60; attempt++) {
    if (await isDrawn(canvas)) return;
    await workbench().page.waitForTimeout(250);
  }
  throw new Error('A chart is blank.');
}

function isDrawn(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    if (width === 0 || height === 0) return false;
    const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return pixels?.some((value) => value !== 0) ?? false;
  });
}
