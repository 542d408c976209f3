import * as assert from 'node:assert';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { changeSettings, inWorkspace, workbench } from './session';
import { journalLines } from './tagJournal';
import { startTroubledEndpoint, type TroubledEndpoint } from './troubledEndpoint';
import { tableRow, taggedRow } from '../../support/editor/datasetPage';

const file = 'troubled.jsonl';
const model = 'troubled-model';
const key = 'wrong-key-7421';
const rowCount = 24;
const content = Array.from(
  { length: rowCount },
  (_, row) => `{"instruction": "What is number ${row}?",  "input": "", "output": "It is ${row}."}\n`,
).join('');

describe('tagging through an endpoint in trouble', () => {
  const journal = (): string => inWorkspace(`${file}.tags.jsonl`);
  let endpoint: TroubledEndpoint;
  let frame: FrameLocator;

  before(() => writeFileSync(inWorkspace(file), content));

  beforeEach(async () => {
    rmSync(journal(), { force: true });
    endpoint = await startTroubledEndpoint();
    changeSettings({
      'sftLens.tagger.kind': 'openai',
      'sftLens.tagger.baseUrl': endpoint.baseUrl,
      'sftLens.tagger.model': model,
      'sftLens.tagger.concurrency': 2,
    });
    frame = await workbench().openDataset(file);
    await tableRow(frame, 0).waitFor();
    await untilTaggerIs(frame, model);
  });

  afterEach(async () => {
    changeSettings({});
    await endpoint.stop();
    assert.equal(readFileSync(inWorkspace(file), 'utf8'), content, 'the dataset is never written to');
    assert.doesNotThrow(() => journalLines(journal()), 'every line of the journal is JSON');
  });

  after(() => [inWorkspace(file), journal()].forEach((name) => rmSync(name, { force: true })));

  it('says that the key is refused, that the model is unknown, that nobody answers, and what to do', async () => {
    await workbench().runCommand('SFT Lens: Store the API Key…');
    await workbench().answer('API key for', key);
    endpoint.behave('refusesKey');
    await tagAll(frame);
    await untilMessage(frame, /refused the API key \(401\)\. Check that it is complete/);
    assert.ok(endpoint.seen.every(({ authorization }) => authorization === `Bearer ${key}`));
    await workbench().screenshot('trouble-key');

    endpoint.behave('lacksModel');
    await tagAll(frame);
    await untilMessage(frame, new RegExp(`no model "${model}".*\\(404\\).*Check the model`));

    await endpoint.stop();
    await tagAll(frame);
    await untilMessage(frame, /cannot be reached .*Check that the server is running/);
    await workbench().screenshot('trouble-down');
    assert.ok(!journalText(journal()).includes(key), 'the key stands nowhere in the journal');
  });

  it('pauses, goes on, stops, and later tags what is left through a busy endpoint', async () => {
    endpoint.behave('isSlow');
    await tagAll(frame);
    await taggedRow(frame, 0).waitFor();
    await frame.getByTestId('tagging-pause').click();
    await frame.getByTestId('tagging-resume').waitFor();
    await workbench().screenshot('tagging-paused');
    await frame.getByTestId('tagging-resume').click();
    await frame.getByTestId('tagging-stop').click();
    await state(frame, 'stopped').waitFor();
    const early = journalLines(journal()).length;
    assert.ok(early >= 1 && early < rowCount, `${early} queries were tagged before the stop`);

    endpoint.behave('isBusyAtFirst');
    await tagAll(frame);
    await state(frame, 'done').waitFor();
    const kinds = journalLines(journal()).map(({ outcome }) => outcome.kind);
    assert.deepEqual([kinds.length, new Set(kinds)], [rowCount, new Set(['tagged'])], 'each query is tagged once');
  });

  it('lists a reply that cannot be read and tries it again', async () => {
    endpoint.behave('babbles');
    await tagAll(frame);
    await frame.getByTestId('tagging-retry').waitFor();
    const retry = tableRow(frame, 3).locator('.tag-link').filter({ hasText: 'Retry' });
    await retry.waitFor();
    await workbench().screenshot('reply-unreadable');
    endpoint.behave('isWell');
    await retry.click();
    await taggedRow(frame, 3).waitFor();
  });
});

/** Settings reach the extension a moment after they are written. */
async function untilTaggerIs(frame: FrameLocator, label: string): Promise<void> {
  const menu = frame.getByTestId('tag-menu-list');
  for (let attempt = 0; attempt < 60; attempt++) {
    await frame.getByTestId('tag-menu').click();
    await menu.waitFor();
    const isThere = (await menu.innerText()).includes(label);
    await workbench().page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    if (isThere) return;
    await workbench().page.waitForTimeout(500);
  }
  throw new Error(`The tag menu does not name ${label}.`);
}

async function tagAll(frame: FrameLocator): Promise<void> {
  await frame.getByTestId('tag-menu').click();
  await frame.getByTestId('tag-all').click();
  await workbench()
    .dialogButton(/^Tag \d+ Quer/)
    .click();
}

const state = (frame: FrameLocator, name: string) => frame.locator(`[data-testid="tagging-bar"][data-state="${name}"]`);

const untilMessage = (frame: FrameLocator, message: RegExp): Promise<void> =>
  frame.getByTestId('tagging-bar').filter({ hasText: message }).waitFor();

const journalText = (journal: string): string =>
  journalLines(journal).length > 0 ? readFileSync(journal, 'utf8') : '';
