import * as assert from 'node:assert';
import type { FrameLocator, Locator } from 'playwright-core';
import { workbench } from './session';
import { datasets } from './workspaceFiles';
import { tableRow } from '../../support/editor/datasetPage';

describe('the insights panel', () => {
  it('shows measures, drawn charts and the preview of the selection with reasons', async () => {
    const frame = await openInsights();
    await frame
      .getByTestId('insights-measures')
      .filter({ hasText: /Diversity/i })
      .waitFor({ timeout: 60_000 });
    await frame.getByTestId('selection-preview').waitFor({ timeout: 60_000 });
    await frame
      .getByTestId('selection-preview')
      .filter({ hasText: /round 1/ })
      .waitFor({ timeout: 60_000 });
    const charts = frame.locator('[data-testid^="chart-"] canvas');
    await charts.first().waitFor({ timeout: 30_000 });
    await workbench().page.waitForTimeout(1_000); // the charts' drawing animation
    await workbench().screenshot('insights');
    for (const chart of await charts.all()) assert.ok(await isDrawn(chart), 'a chart is blank');
  });
});

async function openInsights(): Promise<FrameLocator> {
  const editor = await workbench().openDataset(datasets.tagged);
  await tableRow(editor, 0).waitFor({ timeout: 30_000 });
  await workbench().runCommand('SFT Lens: Open Insights');
  await workbench().tab('Insights').waitFor({ timeout: 15_000 });
  return workbench().webviewFrame();
}

/** Whether any pixel of a canvas was painted. */
function isDrawn(canvas: Locator): Promise<boolean> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels = (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
    return pixels?.some((value) => value !== 0) ?? false;
  });
}
