import * as assert from 'node:assert';
import { rmSync, writeFileSync } from 'node:fs';
import type { FrameLocator } from 'playwright-core';
import { inWorkspace, workbench } from './session';
import { tableRow } from '../../support/editor/datasetPage';

const file = 'marked.jsonl';
const rowText = (row: number): string =>
  `{ "instruction":"${row % 3 === 0 ? 'Zähle' : 'Count'} ${row} 你好", "output":"${'x'.repeat(row)}" }`;
const rowCount = 60;

describe('a file with a byte order mark and carriage returns, by keyboard alone', () => {
  before(() => {
    const lines = Array.from({ length: rowCount }, (_, row) => `${rowText(row)}\r\n`);
    writeFileSync(inWorkspace(file), Buffer.from(`\ufeff${lines.join('')}`, 'utf16le'));
  });
  after(() => rmSync(inWorkspace(file), { force: true }));

  it('is sorted, resized, filtered, gone through, shown as it is written, copied and opened as text', async function () {
    this.timeout(180_000);
    const frame = await workbench().openDataset(file);
    const { keyboard } = workbench().page;
    await tableRow(frame, 0).waitFor();

    const head = frame.locator('.header-cell').first();
    await head.focus();
    for (let step = 0; step < 5; step++) await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await tableRow(frame, rowCount - 1)
      .and(frame.locator('[aria-rowindex="2"]'))
      .waitFor();
    const lengths = frame.locator('.header-cell[aria-sort=descending]');
    const before = await lengths.evaluate((cell) => cell.clientWidth);
    await keyboard.press('Shift+ArrowRight');
    assert.ok(
      (await lengths.evaluate((cell) => cell.clientWidth)) > before,
      'the column is wider, and still has the focus',
    );

    await frame.locator('.row.active:not([hidden])').focus();
    await addFilter(frame, 'filter-kind-length', ['20', '40']);
    await find(frame, 'Zähle');
    await frame.getByTestId('filter-chip').waitFor();
    const found = Array.from({ length: rowCount }, (_, row) => row).filter((row) => {
      const length = `${row % 3 === 0 ? 'Zähle' : 'Count'} ${row} 你好`.length + row;
      return row % 3 === 0 && length >= 20 && length <= 40;
    });
    await frame
      .getByTestId('row-count')
      .filter({ hasText: `${found.length} of ${rowCount} rows` })
      .waitFor();
    const table = frame.getByTestId('table');
    assert.equal(await table.getAttribute('aria-rowcount'), String(found.length + 1));
    await tableRow(frame, found.at(-1)!).and(frame.locator('[aria-rowindex="2"]')).waitFor();

    await frame.locator('.row.active:not([hidden])').focus();
    await keyboard.press('g');
    await frame.getByTestId('go-to-row-field').locator('input').fill(String(found[0]));
    await keyboard.press('Enter');
    await frame.locator(`[data-testid="row-${found[0]}"].active`).waitFor();
    assert.ok(await table.evaluate((node) => node.contains(document.activeElement)), 'the focus is in the table again');

    await keyboard.press('Control+c');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await frame.getByTestId('raw-toggle').focus();
    await keyboard.press('Enter');
    const raw = frame.getByTestId('raw');
    await raw.waitFor();
    assert.equal(await raw.textContent(), rowText(found[0]!));
    await keyboard.press('Escape');
    await frame.locator('.row.active:focus, .row.active:focus-within').waitFor();

    await keyboard.press('Shift+F10');
    await frame.locator('.menu').waitFor();
    await keyboard.press('End');
    await keyboard.press('Enter');
    await workbench()
      .page.locator('.statusbar-item', { hasText: `Ln ${found[0]! + 1}, Col 1` })
      .waitFor({ timeout: 30_000 });
    await workbench().runCommand('File: New Untitled Text File');
    await workbench().tab('Untitled').waitFor();
    await workbench().page.locator('.editor-instance .monaco-editor').last().click();
    await keyboard.press('Control+v');
    await workbench()
      .page.locator('.view-line', { hasText: `Zähle ${found[0]} 你好` })
      .last()
      .waitFor();
    await workbench().runCommand('View: Revert and Close Editor');
  });
});

async function addFilter(frame: FrameLocator, kind: string, range: readonly string[]): Promise<void> {
  const { keyboard } = workbench().page;
  await keyboard.press('f');
  await frame.getByTestId(kind).focus();
  await keyboard.press('Enter');
  await frame.locator('[data-testid="filter-minimum"]:focus-within').waitFor();
  await keyboard.type(range[0]!);
  await keyboard.press('Tab');
  await keyboard.type(range[1]!);
  await keyboard.press('Enter');
}

async function find(frame: FrameLocator, text: string): Promise<void> {
  const { keyboard } = workbench().page;
  await keyboard.press('/');
  await frame.locator('[role="search"]:focus-within').waitFor();
  await keyboard.type(text);
  await keyboard.press('Enter');
}
