import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { clickRow, tableRow } from '../../support/editor/datasetPage';

interface AlpacaRow {
  readonly instruction: string;
  readonly output: string;
}

describe('opening a dataset', () => {
  it('shows Alpaca with its 52,002 rows, its queries and the conversation of the row that is chosen', async () => {
    const rows = JSON.parse(readFileSync(inWorkspace(datasets.alpaca), 'utf8')) as readonly AlpacaRow[];
    const frame = await workbench().openDataset(datasets.alpaca);
    await tableRow(frame, 0)
      .filter({ hasText: firstWords(rows[0]!.instruction) })
      .waitFor({ timeout: 30_000 });
    await frame
      .getByTestId('file-facts')
      .filter({ hasText: /52,002(?!…)/ })
      .waitFor({ timeout: 30_000 });

    await clickRow(frame, 3);
    await frame
      .getByTestId('detail')
      .filter({ hasText: firstWords(rows[3]!.output) })
      .waitFor({ timeout: 30_000 });
    await workbench().screenshot('open-alpaca');
  });

  it('goes to the last row with one key', async () => {
    const frame = await workbench().openDataset(datasets.alpaca);
    await frame
      .getByTestId('file-facts')
      .filter({ hasText: /52,002(?!…)/ })
      .waitFor({ timeout: 30_000 });
    await clickRow(frame, 0);
    await workbench().page.keyboard.press('Control+End');
    await tableRow(frame, 52001).waitFor({ timeout: 30_000 });
    assert.equal(await tableRow(frame, 0).count(), 0, 'rows far away are not kept in the page');
    await workbench().screenshot('open-alpaca-end');
  });

  it('opens the plain text editor by default', async () => {
    await workbench().openFile(datasets.fifty);
    await workbench().page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 30_000 });
  });
});

/** Enough of a text to know it by, without what the table shows differently. */
function firstWords(text: string): string {
  return text.split('\n')[0]!.slice(0, 30);
}
