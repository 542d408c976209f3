import * as assert from 'node:assert';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { parse } from 'yaml';
import { inWorkspace, workbench } from './session';
import { datasets } from './workspaceFiles';
import { taggedRow } from '../../support/editor/datasetPage';

interface InfoEntry {
  readonly file_name: string;
}

interface Manifest {
  readonly refused: readonly unknown[];
  readonly rows: readonly { readonly row: number; readonly byteOffset: number; readonly byteLength: number }[];
}

const rowCount = 1_000;
const target = `tagged.complexity-first-${rowCount}.jsonl`; // as the save dialog proposes
const handedOver = `tagged.complexity-first-${rowCount}.sharegpt`;

function manifestOf(file: string): Manifest {
  return JSON.parse(readFileSync(inWorkspace(`${file}.manifest.json`), 'utf8')) as Manifest;
}

describe('exporting a selection', () => {
  const remove = (): void =>
    readdirSync(inWorkspace('.'))
      .filter((name) => name.startsWith(target.replace('.jsonl', '')) || name === 'dataset_info.json')
      .forEach((name) => rmSync(inWorkspace(name), { force: true }));
  before(remove);
  after(remove);

  it('writes 1,000 rows as byte-exact copies of their source lines, with a manifest', async function () {
    this.timeout(240_000);
    await chooseRows();
    await workbench().pick('Source rows');
    await workbench().goOn('what else');
    await workbench().confirm('where to');
    await workbench().until(() => existsSync(inWorkspace(`${target}.manifest.json`)));
    await workbench().notifications().filter({ hasText: '1,000 rows written' }).first().waitFor({ timeout: 30_000 });
    await workbench().screenshot('export');

    const manifest = manifestOf(target);
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

  it('hands a selection over to trainers, split, as ShareGPT', async function () {
    this.timeout(240_000);
    await chooseRows();
    await workbench().pick('ShareGPT');
    await workbench().tick('Files for training');
    await workbench().tick('Split into train and validation');
    await workbench().goOn('what else');
    await workbench().answer('rows for validation', '10');
    await workbench().confirm('where to');
    const yaml = inWorkspace(`${handedOver}.llamafactory.yaml`);
    await workbench().until(() => existsSync(yaml));
    await workbench().notifications().filter({ hasText: 'rows written to' }).first().waitFor({ timeout: 30_000 });

    const info = JSON.parse(readFileSync(inWorkspace('dataset_info.json'), 'utf8')) as Record<string, InfoEntry>;
    const files = [info[handedOver]!, info[`${handedOver}_validation`]!].map((entry) => entry.file_name);
    assert.deepEqual(files, [`${handedOver}.train.jsonl`, `${handedOver}.validation.jsonl`]);
    const counts = files.map((file) => linesOf(readFileSync(inWorkspace(file))).length);
    const refused = files.flatMap((file) => manifestOf(file).refused).length;
    assert.equal(counts[0]! + counts[1]! + refused, rowCount);
    assert.ok(counts[1]! > 0 && counts[1]! <= rowCount / 10);
    const settings = parse(readFileSync(yaml, 'utf8')) as Record<string, unknown>;
    assert.equal(settings['stage'], 'sft');
    assert.equal(settings['dataset'], handedOver);
    assert.equal(settings['eval_dataset'], `${handedOver}_validation`);
  });
});

/** The first two questions. */
async function chooseRows(): Promise<void> {
  const frame = await workbench().openDataset(datasets.tagged);
  await taggedRow(frame, 0).waitFor({ timeout: 60_000 });
  await workbench().runCommand('SFT Lens: Export Selection…');
  await workbench().pick('Algorithm 1', 120_000); // complexity-first, after the tags are normalized
  await workbench().answer('how many rows', String(rowCount));
}

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
