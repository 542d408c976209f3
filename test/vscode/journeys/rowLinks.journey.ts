import * as assert from 'node:assert';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { tableRow } from '../../support/editor/datasetPage';

const notes = 'links.md';
const linkNames = ['closed', 'open', 'outside', 'elsewhere', 'missing', 'folder', 'notARow'] as const;
const link = (query: string) => `code-oss://sft-lens.sft-lens/open?${query}`;

describe('links to rows', () => {
  before(() => {
    const alpaca = encodeURIComponent(inWorkspace(datasets.alpaca));
    const links: Readonly<Record<(typeof linkNames)[number], string>> = {
      closed: link(`path=${alpaca}&row=51987`),
      open: link(`path=${alpaca}&row=30001`),
      outside: link(`path=${alpaca}&row=52002`),
      elsewhere: link(`path=${encodeURIComponent('//evil.example/share/a.jsonl')}&row=1`),
      missing: link(`path=${encodeURIComponent(inWorkspace('gone.jsonl'))}&row=1`),
      folder: link(`path=${encodeURIComponent(inWorkspace('folder.jsonl'))}`),
      notARow: link(`path=${alpaca}&row=%3Cb%3E`),
    };
    const lines = linkNames.map((name) => `[${name}](${links[name]})\n`);
    writeFileSync(inWorkspace(notes), lines.join('\n'));
    mkdirSync(inWorkspace('folder.jsonl'));
  });
  after(() => [notes, 'folder.jsonl'].forEach((name) => rmSync(inWorkspace(name), { recursive: true, force: true })));

  it('open a file at its row, or say why not', async function () {
    this.timeout(180_000);
    await follow('closed');
    await isActive(51_987);
    await follow('open');
    await isActive(30_001);
    await follow('outside');
    await workbench().webviewFrame().getByTestId('notice').filter({ hasText: 'Rows go from 0 to 52,001.' }).waitFor();
    await isActive(30_001);
    await workbench().screenshot('link-outside');

    await follow('elsewhere');
    await workbench().notifications().filter({ hasText: '"//evil.example/share/a.jsonl"' }).waitFor();
    await follow('notARow');
    await workbench().notifications().filter({ hasText: 'names row "<b>"' }).waitFor();
    await workbench().screenshot('link-refused');
    await follow('missing');
    const alert = workbench().webviewFrame().locator('body[role=alert]');
    await alert.filter({ hasText: /There is no file.*put it back/ }).waitFor();
    assert.ok(!(await alert.innerText()).includes('as text'), 'there is nothing to show as text');
    await follow('folder');
    await alert.filter({ hasText: /is a folder.*Open a file inside it/ }).waitFor();
    await workbench().screenshot('link-folder');
  });

  it('are copied from the detail of a row', async () => {
    const frame = await workbench().openDataset(datasets.fifty);
    await tableRow(frame, 0).waitFor();
    await frame.getByTestId('copy-row').click();
    await frame.getByTestId('copy-link').click();
    await workbench().runCommand('File: New Untitled Text File');
    await workbench().tab('Untitled').waitFor();
    await workbench().page.locator('.editor-instance .monaco-editor').first().click();
    await workbench().page.keyboard.press('Control+v');
    const expected = link(`path=${encodeURIComponent(inWorkspace(datasets.fifty))}&row=0`);
    await workbench().page.locator('.view-line', { hasText: expected }).waitFor({ timeout: 20_000 });
    await workbench().runCommand('View: Revert and Close Editor');
  });
});

/** Opens the link of a Markdown file by VS Code's own command, then allows the extension to open it where VS Code asks. */
async function follow(name: (typeof linkNames)[number]): Promise<void> {
  await workbench().openFile(notes, `:${1 + 2 * linkNames.indexOf(name)}:${name.length + 20}`);
  await workbench().page.locator('.editor-instance .detected-link').first().waitFor({ timeout: 30_000 });
  await workbench().runCommand('Open Link');
  const allow = workbench().dialogButton('Open');
  const asks = await allow.waitFor({ timeout: 3_000 }).then(
    () => true,
    () => false,
  );
  if (asks) await allow.click();
}

async function isActive(row: number): Promise<void> {
  const frame: FrameLocator = workbench().webviewFrame();
  await frame.locator(`[data-testid="row-${row}"].active:not([hidden])`).waitFor({ timeout: 30_000 });
  const title = `Row ${row.toLocaleString('en-US')}`;
  await frame.locator('.detail-title').filter({ hasText: title }).waitFor();
}
