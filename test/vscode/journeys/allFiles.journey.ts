import * as assert from 'node:assert';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import * as path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { requiredVariable } from '../../support/editor/server';
import { changeSettings, inWorkspace, reloadWindow, workbench } from './session';

/** Beside the project; on some machines only. */
const dataFolder = path.join(requiredVariable('SFT_LENS_ROOT'), '..', 'shared', 'data');
const folder = 'every file';
const longestWaitMs = 20_000;

/** Rows as the index counts them, where ours are counted differently: it could not read the encoding. */
const otherCounts: Readonly<Record<string, number>> = { 'oddities/axolotl_val_sample10_UTF16.jsonl': 10 };

interface Listed {
  readonly file: string;
  /** Name in the workspace: the explorer shows them in this order. */
  readonly name: string;
  readonly rows: number;
  /** A list that breaks off: the editor says so. */
  readonly isBroken: boolean;
}

describe('every data file', () => {
  const files = listedFiles();

  before(async function () {
    if (files.length === 0) this.skip();
    this.timeout(120_000);
    changeSettings({ 'workbench.editorAssociations': { [`**/${folder}/*`]: 'sftLens.datasetEditor' } });
    mkdirSync(inWorkspace(folder));
    for (const { file, name } of files) symlinkSync(path.join(dataFolder, file), inWorkspace(folder, name));
    await reloadWindow(); // so that the setting is in force before the first file is opened
  });

  after(() => {
    if (files.length === 0) return;
    changeSettings({});
    rmSync(inWorkspace(folder), { recursive: true, force: true });
  });

  it('shows in its editor the number of readable rows that the index names, and its damage where it has one', async function () {
    this.timeout(240_000);
    const { page } = workbench();
    await workbench().openExplorer();
    const item = page.locator('.explorer-folders-view .monaco-list-row').getByText(folder, { exact: true });
    await item.click();
    await page.locator('.explorer-folders-view').getByText(files[0]!.name, { exact: true }).waitFor();
    const differing: string[] = [];
    for (const listed of files) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Space'); // opens it and leaves the focus in the explorer
      const problem = await problemOf(listed, workbench().webviewFrame());
      if (problem !== null) differing.push(`${listed.file}: ${problem}`);
    }
    await workbench().screenshot('last-of-every-file');
    assert.deepEqual(differing, []);
  });
});

/** What the editor shows otherwise than the index has it, or null once it shows the same. */
async function problemOf({ file, name, rows, isBroken }: Listed, frame: FrameLocator): Promise<string | null> {
  const wanted = otherCounts[file] ?? rows;
  let seen = 'nothing';
  for (const endMs = Date.now() + longestWaitMs; Date.now() < endMs; await workbench().page.waitForTimeout(25)) {
    const shown = await shownIn(frame, name);
    if (shown === null) continue;
    if (shown.rows - shown.invalidRows === wanted && (!isBroken || shown.hasWarning)) return null;
    seen = JSON.stringify(shown);
  }
  return `${seen}, listed ${wanted}`;
}

/** The numbers on the toolbar once rows are counted; null before. */
function shownIn(frame: FrameLocator, name: string) {
  const read = (toolbar: Element, fileName: string) => {
    const textOf = (selector: string) => toolbar.querySelector(selector)?.textContent ?? '';
    const count = (text: string) => Number((/^[\d,]+/.exec(text)?.[0] ?? '0').replaceAll(',', ''));
    const facts = textOf('[data-testid=file-facts]');
    if (textOf('.file-name') !== fileName || facts === '' || facts.includes('…')) return null;
    const invalidRows = count(textOf('[data-testid=invalid-rows]'));
    return { rows: count(facts), invalidRows, hasWarning: textOf('[data-testid=warnings]') !== '' };
  };
  return frame
    .locator('.toolbar')
    .evaluate(read, name, { timeout: 2_000 })
    .catch(() => null); // the page of the file before is on its way out
}

function listedFiles(): readonly Listed[] {
  const index = path.join(dataFolder, 'INDEX.md');
  if (!existsSync(index)) return [];
  const rows = [...readFileSync(index, 'utf8').matchAll(/^\| `([^`]+)` \| (\d+) \|[^|]*\|([^|]*)\|/gm)];
  return rows.map(([, file, count, format], at) => ({
    file: file!,
    name: `${String(at).padStart(3, '0')}-${path.basename(file!)}`,
    rows: Number(count),
    isBroken: format!.includes('BROKEN'),
  }));
}
