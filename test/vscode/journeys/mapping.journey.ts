import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { changeSettings, inWorkspace, workbench } from './session';
import { tableRow } from '../../support/editor/datasetPage';

const folder = 'odd';
const rowsAbout = (subject: string): string =>
  [1, 2].map((at) => `${JSON.stringify({ q: { text: `What is ${subject} ${at}?` }, a: `Answer ${at}` })}\n`).join('');

describe('how rows are read', () => {
  before(() => {
    mkdirSync(inWorkspace(folder));
    writeFileSync(inWorkspace(folder, 'water.jsonl'), rowsAbout('water'));
    writeFileSync(inWorkspace(folder, 'air.jsonl'), rowsAbout('air'));
  });
  after(() => {
    changeSettings({});
    rmSync(inWorkspace(folder), { recursive: true, force: true });
  });

  it('is chosen for a file by a mapping of fields, undone, remembered over a reload, and saved for a glob', async function () {
    this.timeout(180_000);
    // The setting is written where it is in force, which keeps this journey to its own workspace.
    changeSettings({ 'sftLens.mappings': { '**/nothing/*.jsonl': 'alpaca' } });
    const frame = await openFile('water');
    await chip(frame, 'unknown shape');

    await mapByFields(frame, 'query=q.text;answer=a');
    await chip(frame, '(chosen)');
    await tableRow(frame, 0).filter({ hasText: 'What is water 1?' }).waitFor();
    await frame.getByTestId('shape-menu').waitFor({ state: 'hidden' });
    await frame.getByTestId('notice').getByText('Undo').click();
    await chip(frame, 'unknown shape');
    await mapByFields(frame, 'query=q.text;answer=a');
    await chip(frame, '(chosen)');

    await workbench().reload();
    const again = workbench().webviewFrame();
    await chip(again, '(chosen)');

    await saveForGlob(again);
    await chip(again, '(settings)');
    await workbench().screenshot('mapping-saved');
    const other = await openFile('air');
    await chip(other, '(settings)');
    await tableRow(other, 0).filter({ hasText: 'What is air 1?' }).waitFor();

    await choose(other, 'mapping-alpaca');
    await chip(other, '(chosen)');
    await choose(other, 'mapping-forget');
    await chip(other, '(settings)');

    await workbench().notifications().getByText('Undo').first().click();
    await chip(other, 'unknown shape');
    await workbench().closeAllEditors();
    await chip(await openFile('water'), '(chosen)');
  });
});

/** Through quick open, which finds a file that the explorer does not show yet. */
async function openFile(name: string): Promise<FrameLocator> {
  await workbench().openFile(`${name}.jsonl`);
  const { page } = workbench();
  const text = page.locator('.editor-instance .monaco-editor').first();
  // VS Code remembers which editor had shown a file that it opens again.
  await text.or(page.locator('iframe.webview.ready:visible').first()).waitFor();
  if (await text.isVisible()) await workbench().runCommand('SFT Lens: Open Dataset…');
  const frame = workbench().webviewFrame();
  await frame.getByTestId('file-facts').waitFor();
  await frame.locator('.file-name', { hasText: `${name}.jsonl` }).waitFor();
  return frame;
}

function chip(frame: FrameLocator, text: string): Promise<void> {
  return frame.getByTestId('shape-chip').filter({ hasText: text }).waitFor({ timeout: 20_000 });
}

async function choose(frame: FrameLocator, testId: string): Promise<void> {
  await frame.getByTestId('shape-chip').click();
  await frame.getByTestId(testId).click();
}

async function mapByFields(frame: FrameLocator, mapping: string): Promise<void> {
  await choose(frame, 'mapping-custom');
  await frame.getByTestId('mapping-field').locator('input').fill(mapping);
  await workbench().page.keyboard.press('Enter');
}

async function saveForGlob(frame: FrameLocator): Promise<void> {
  await choose(frame, 'mapping-remember');
  await workbench().answer('Read files this way', `**/${folder}/*.jsonl`);
}
