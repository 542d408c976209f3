import * as assert from 'node:assert';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { taggedRow } from '../../support/editor/datasetPage';

interface Manifest {
  readonly rows: readonly { readonly row: number; readonly byteOffset: number; readonly byteLength: number }[];
}

/** What the first minute leaves behind, beside the dataset. */
const isLeftBehind = (name: string): boolean =>
  name.startsWith(`${datasets.alpaca}.`) || (name.startsWith('alpaca_data.') && name !== datasets.alpaca);

describe('a stranger', () => {
  const clear = (): void =>
    readdirSync(inWorkspace())
      .filter(isLeftBehind)
      .forEach((name) => rmSync(inWorkspace(name), { force: true, recursive: true }));
  beforeEach(clear);
  after(clear);

  it('gets from an untagged dataset of 52,002 rows to an exported selection', async function () {
    this.timeout(300_000);
    const laps = stopwatch();
    const before = digest(inWorkspace(datasets.alpaca));
    const frame = await workbench().openDataset(datasets.alpaca);
    laps('rows are shown');
    await frame.getByTestId('hint-notTagged-action').filter({ hasText: '2,000' }).click();
    await taggedRow(frame, 0).waitFor({ timeout: 120_000 });
    laps('the first row on screen is tagged');
    const tree = await workbench().openTagsView();
    await tree.locator('.monaco-list-row').first().waitFor();
    laps('tags are counted');
    await frame.getByTestId('tagging-bar').filter({ hasText: 'Tagged' }).waitFor({ timeout: 240_000 });
    laps('the sample is tagged');
    await workbench().page.locator('.part.sidebar', { hasText: 'of 52,002 rows tagged' }).waitFor();
    await frame.getByRole('button', { name: 'Insights' }).first().click();
    await workbench().tab('Insights').waitFor();
    const insights = workbench().webviewFrame();
    await insights
      .getByTestId('selection-summary')
      .filter({ hasText: /\d rows/ })
      .waitFor({ timeout: 60_000 });
    laps('diversity, complexity and a selection are shown');
    await workbench().screenshot('first-minute');
    await insights.getByTestId('export-selection').click();
    await workbench().pick('The selection in Insights');
    await workbench().pick('Source rows');
    await workbench().goOn('what else');
    await workbench().confirm('where to');
    const manifestName = (): string | undefined =>
      readdirSync(inWorkspace()).find((name) => isLeftBehind(name) && name.endsWith('.manifest.json'));
    await workbench().until(() => manifestName() !== undefined);
    laps('the selection is exported');

    const exported = readFileSync(inWorkspace(manifestName()!.replace(/\.manifest\.json$/u, '')));
    const manifest = JSON.parse(readFileSync(inWorkspace(manifestName()!), 'utf8')) as Manifest;
    assert.ok(manifest.rows.length >= 150 && manifest.rows.length <= 300, `${manifest.rows.length} rows: a tenth`);
    const source = readFileSync(inWorkspace(datasets.alpaca));
    let at = 0;
    for (const { row, byteOffset, byteLength } of manifest.rows) {
      const bytes = source.subarray(byteOffset, byteOffset + byteLength);
      at = exported.indexOf(bytes, at);
      assert.ok(at >= 0, `row ${row} is in the export, byte for byte and in its place`);
      at += byteLength;
    }
    assert.equal(digest(inWorkspace(datasets.alpaca)), before, 'the dataset is never written to');
  });
});

/** Prints how long each step took; the whole is no assertion, since machines differ. */
function stopwatch(): (step: string) => void {
  const startedAt = Date.now();
  return (step) => console.log(`      ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`);
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
