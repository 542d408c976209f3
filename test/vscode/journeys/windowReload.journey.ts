import * as assert from 'node:assert';
import type { FrameLocator } from 'playwright-core';
import { workbench } from './session';
import { datasets } from './workspaceFiles';
import { clickRow, tableRow } from '../../support/editor/datasetPage';

const allRows = /of 52,002 rows/;

describe('an editor that was left', () => {
  it('comes back with its filters, its place and its row when it was hidden, and when the window is reloaded', async function () {
    this.timeout(180_000);
    const frame = await workbench().openDataset(datasets.left);
    await workbench().leaveExplorer();
    const { keyboard } = workbench().page;
    await frame.getByTestId('find').locator('input').fill('capital');
    await keyboard.press('Enter');
    await frame.getByTestId('row-count').filter({ hasText: allRows }).waitFor({ timeout: 60_000 });
    await settled(frame);
    const first = await firstRow(frame);
    await clickRow(frame, first);
    for (let row = 0; row < 60; row++) await keyboard.press('ArrowDown');
    for (let row = 0; row < 8; row++) await keyboard.press('ArrowUp'); // away from the edge
    await detailTitle(frame)
      .filter({ hasNotText: `Row ${first.toLocaleString('en-US')}` })
      .waitFor();
    await workbench().page.waitForTimeout(1_000);
    const left = await placeOf(frame);
    assert.notEqual(left.firstRow, first, 'the table was scrolled');

    await workbench().runCommand('File: New Untitled Text File');
    await workbench().tab('Untitled-1').waitFor();
    await workbench().page.locator('.editor-instance .monaco-editor').first().waitFor();
    await workbench().tab(datasets.left).click();
    await isBack(left);

    await workbench().reload();
    await workbench().tab(datasets.left).click(); // which tab was in front is saved late by the window
    await isBack(left);
    await workbench().screenshot('after-reload');
  });
});

interface Place {
  readonly row: string;
  readonly firstRow: number;
  readonly find: string;
  readonly count: string;
}

async function placeOf(frame: FrameLocator): Promise<Place> {
  return {
    row: await detailTitle(frame).innerText(),
    firstRow: await firstRow(frame),
    find: await frame.getByTestId('find').locator('input').inputValue(),
    count: await frame.getByTestId('row-count').innerText(),
  };
}

async function isBack(left: Place): Promise<void> {
  const frame = workbench().webviewFrame();
  await frame.getByTestId('row-count').filter({ hasText: allRows }).waitFor({ timeout: 60_000 });
  await settled(frame);
  await detailTitle(frame).filter({ hasText: left.row }).waitFor({ timeout: 30_000 });
  assert.deepEqual(await placeOf(frame), left);
  await tableRow(frame, Number(left.row.replaceAll(/\D/g, ''))).waitFor();
}

const detailTitle = (frame: FrameLocator) => frame.locator('.detail-title');

/** The topmost row of the table, by its number in the file. */
async function firstRow(frame: FrameLocator): Promise<number> {
  await frame.locator('[data-testid^="row-"][aria-rowindex]:not([hidden])').first().waitFor();
  return frame.locator('[data-testid^="row-"][aria-rowindex]:not([hidden])').evaluateAll((rows) => {
    const [top] = rows.sort(
      (a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')),
    );
    return Number(top?.getAttribute('data-testid')?.slice(4));
  });
}

/** Nothing is being counted or searched any more. */
function settled(frame: FrameLocator): Promise<void> {
  return frame.getByTestId('row-count').filter({ hasNotText: '…' }).waitFor({ timeout: 60_000 });
}
