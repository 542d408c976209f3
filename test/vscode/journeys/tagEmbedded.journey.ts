import * as assert from 'node:assert';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { journalLines } from './tagJournal';
import { clickRow, taggedRow } from '../../support/editor/datasetPage';

describe('tagging with the embedded tagger', () => {
  it('tags ten selected rows offline, shows the tags, and has them again after a restart of the editor', async function () {
    this.timeout(240_000);
    rmSync(inWorkspace(`${datasets.alpaca}.tags.jsonl`), { force: true });
    const before = digest(inWorkspace(datasets.alpaca));
    const frame = await workbench().openDataset(datasets.alpaca);
    await clickRow(frame, 0);
    await clickRow(frame, 9, ['Shift']);
    await frame.getByTestId('tag-menu').click();
    await frame.getByTestId('tag-selected').click();

    for (let row = 0; row < 10; row++) await taggedRow(frame, row).waitFor({ timeout: 120_000 });
    await workbench().screenshot('tag-embedded');
    const records = journalLines(inWorkspace(`${datasets.alpaca}.tags.jsonl`));
    assert.equal(records.length, 10);
    assert.ok(records.every((record) => record.tagger === 'embedded'));

    await workbench().closeAllEditors();
    const reopened = await workbench().openDataset(datasets.alpaca);
    await taggedRow(reopened, 9).waitFor({ timeout: 30_000 });
    assert.equal(digest(inWorkspace(datasets.alpaca)), before, 'the dataset is never written to');
  });
});

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
