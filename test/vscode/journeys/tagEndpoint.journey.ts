import * as assert from 'node:assert';
import { rmSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { fiftyReplies, unreadablePosition } from './realReplies';
import { changeSettings, inWorkspace, workbench } from './session';
import { startTagEndpoint, type TagEndpoint } from './tagEndpoint';
import { journalLines } from './tagJournal';
import { datasets } from './workspaceFiles';
import { tableRow, taggedRow } from '../../support/editor/datasetPage';

const model = 'gpt-4o-mini';

describe('tagging through an OpenAI-compatible endpoint', () => {
  let endpoint: TagEndpoint;

  before(async () => {
    endpoint = await startTagEndpoint(fiftyReplies());
    rmSync(inWorkspace(`${datasets.fifty}.tags.jsonl`), { force: true });
    changeSettings({
      'sftLens.tagger.kind': 'openai',
      'sftLens.tagger.baseUrl': endpoint.baseUrl,
      'sftLens.tagger.model': model,
    });
  });

  after(async () => {
    changeSettings({});
    await endpoint.stop();
  });

  it('reads fifty replies as models write them, and says which one it cannot read', async function () {
    this.timeout(240_000);
    const frame = await workbench().openDataset(datasets.fifty);
    await tableRow(frame, 0).waitFor({ timeout: 30_000 });
    await openTagMenu(frame);
    await frame.getByTestId('tag-all').click();
    await workbench()
      .dialogButton(/^Tag 50 Queries/)
      .click({ timeout: 30_000 });

    await taggedRow(frame, 0).waitFor({ timeout: 60_000 });
    await workbench().until(() => journalLines(inWorkspace(`${datasets.fifty}.tags.jsonl`)).length >= 50);
    const outcomes = journalLines(inWorkspace(`${datasets.fifty}.tags.jsonl`)).map(({ outcome }) => outcome.kind);
    assert.deepEqual(count(outcomes), { tagged: 49, unreadable: 1 });
    assert.ok(endpoint.requestCount() >= 50);
    await tableRow(frame, unreadablePosition())
      .locator('.tag-link')
      .filter({ hasText: 'Retry' })
      .waitFor({ timeout: 30_000 });
    await workbench().screenshot('tag-endpoint');
  });
});

/** Opens the menu again until it names the model: settings reach the extension a moment after they are written. */
async function openTagMenu(frame: FrameLocator): Promise<void> {
  const menu = frame.getByTestId('tag-menu-list').filter({ hasText: model });
  for (let attempt = 0; attempt < 30; attempt++) {
    await frame.getByTestId('tag-menu').click();
    if (await menu.isVisible()) return;
    await workbench().page.keyboard.press('Escape');
    await workbench().page.waitForTimeout(500);
  }
  throw new Error(`The tag menu does not name ${model}.`);
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
