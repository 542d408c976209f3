import * as assert from 'node:assert';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { taggedRow } from '../../support/editor/datasetPage';

interface Manifest {
  readonly rows: readonly { readonly row: number; readonly byteOffset: number; readonly byteLength: number }[];
}

const rowCount = 1_000;
const target = `tagged.complexity-first-${rowCount}.jsonl`; // as the save dialog proposes

describe('exporting a selection', () => {
  const remove = (): void =>
    [target, `${target}.manifest.json`].forEach((name) => rmSync(inWorkspace(name), { force: true }));
  before(remove);
  after(remove);

  it('writes 1,000 rows as byte-exact copies of their source lines, with a manifest', async function () {
    this.timeout(240_000);
    const frame = await workbench().openDataset(datasets.tagged);
    await taggedRow(frame, 0).waitFor({ timeout: 60_000 });
    await workbench().runCommand('SFT Lens: Export Selection…');
    await workbench().pick('Complexity-first', 120_000); // after the tags are normalized
    await workbench().answer('how many rows', String(rowCount));
    await workbench().pick('Source rows');
    await workbench().goOn('what else');
    await workbench().confirm('where to');
    await workbench().until(() => existsSync(inWorkspace(`${target}.manifest.json`)));
    await workbench().notifications().filter({ hasText: '1,000 rows written' }).first().waitFor({ timeout: 30_000 });
    await workbench().screenshot('export');

    const manifest = JSON.parse(readFileSync(inWorkspace(`${target}.manifest.json`), 'utf8')) as Manifest;
    assert.equal(manifest.rows.length, rowCount);
    const bytes = readFileSync(inWorkspace(datasets.tagged));
    const source = linesOf(bytes);
    const exported = linesOf(readFileSync(inWorkspace(target)));
    assert.equal(exported.length, rowCount);
    for (const [position, { row, byteOffset, byteLength }] of manifest.rows.entries()) {
      const copy = exported[position]!;
      assert.ok(copy.equals(source[row]!), `line ${position} of the export is row ${row} of the source`);
      assert.ok(
        copy.equals(bytes.subarray(byteOffset, byteOffset + byteLength)),
        `the byte range of row ${row} is right`,
      );
    }
  });
});

/** Lines as bytes, without their ends. */
function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end));
    start = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}
