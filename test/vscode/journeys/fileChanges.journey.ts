import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { inWorkspace, workbench } from './session';
import { tableRow } from '../../support/editor/datasetPage';

const file = 'changing.jsonl';
const lines = (from: number, until: number, word: string): string =>
  Array.from({ length: until - from }, (_, index) => {
    const row = from + index;
    return `${JSON.stringify({ instruction: `${word} ${row}`, input: '', output: `answer ${row}` })}\n`;
  }).join('');

describe('a file that changes while it is open', () => {
  before(() => writeFileSync(inWorkspace(file), lines(0, 5_000, 'first')));
  after(() => rmSync(inWorkspace(file), { force: true }));

  it('is followed when it grows, is written anew, goes away and comes back', async function () {
    this.timeout(120_000);
    const frame = await workbench().openDataset(file);
    await rowsShown(frame, '5,000');

    appendFileSync(inWorkspace(file), lines(5_000, 5_010, 'first'));
    await rowsShown(frame, '5,010');
    await notice(frame, 'appended');

    writeFileSync(inWorkspace(file), lines(0, 4_000, 'second'));
    await rowsShown(frame, '4,000');
    await notice(frame, 'changed on disk');
    await tableRow(frame, 3).filter({ hasText: 'second 3' }).waitFor({ timeout: 10_000 });
    await workbench().screenshot('file-changed');

    rmSync(inWorkspace(file));
    const alert = workbench().webviewFrame().locator('body[role=alert]');
    await alert.filter({ hasText: 'There is no file' }).waitFor({ timeout: 20_000 });
    await workbench().screenshot('file-gone');

    writeFileSync(inWorkspace(file), lines(0, 6_000, 'third'));
    await rowsShown(workbench().webviewFrame(), '6,000');
    await tableRow(workbench().webviewFrame(), 3).filter({ hasText: 'third 3' }).waitFor({ timeout: 10_000 });
  });
});

function rowsShown(frame: FrameLocator, count: string): Promise<void> {
  return frame
    .getByTestId('file-facts')
    .filter({ hasText: new RegExp(`${count}(?!…)`) })
    .waitFor({ timeout: 20_000 });
}

function notice(frame: FrameLocator, text: string): Promise<void> {
  return frame.getByTestId('notice').filter({ hasText: text }).waitFor({ timeout: 10_000 });
}
