import * as assert from 'node:assert';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inWorkspace, workbench } from './session';
import { clickRow, tableRow } from '../../support/editor/datasetPage';

const rows = Array.from({ length: 60_000 }, (_, at) => JSON.stringify({ instruction: `Question ${at}`, output: 'x' }));
const packed = gzipSync(rows.join('\n'));

const files: Readonly<Record<string, string | Buffer>> = {
  'torn.jsonl.gz': packed.subarray(0, packed.length >> 1),
  'torn.parquet': Buffer.from('PAR1 and no table of contents'),
  'damaged.json': `[${rows.slice(0, 50).join(',\n')},\n{"instruction": "torn, "output": }} ,,\n${rows.slice(50, 90).join(',\n')}]`,
  'broken.jsonl': [
    '{"instruction": "What comes first?", "input": "", "output": "One."}',
    '{"instruction": "This string has no end',
    '{"instruction": "What of a bare NaN?", "input": "", "output": "Two.", "reward": NaN}',
    '{"instruction": "What comes last?", "input": "", "output": "Three."}\n',
  ].join('\n'),
  'empty.jsonl': '',
  'picture.jsonl': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array<number>(200).fill(0)]),
  'sizes.jsonl': '{"width": 1, "height": 2}\n{"width": 3, "height": 4}\n',
};

describe('opening files that are not as they should be', () => {
  before(() => Object.entries(files).forEach(([name, content]) => writeFileSync(inWorkspace(name), content)));
  after(() => Object.keys(files).forEach((name) => rmSync(inWorkspace(name), { force: true })));

  it('shows an invalid line and a bare NaN at their rows, and the rows around them as ever', async () => {
    const frame = await workbench().openDataset('broken.jsonl');
    await tableRow(frame, 1)
      .filter({ hasText: /string has no end/ })
      .waitFor();
    await tableRow(frame, 2).filter({ hasText: /NaN/ }).waitFor();
    await tableRow(frame, 3)
      .filter({ hasText: /What comes last/ })
      .waitFor();
    await frame
      .getByTestId('invalid-rows')
      .filter({ hasText: /1 invalid row/ })
      .waitFor();
    await clickRow(frame, 1);
    await frame
      .getByTestId('row-problem')
      .filter({ hasText: /no end/ })
      .waitFor();
    await workbench().screenshot('bad-lines');
    assert.equal(readFileSync(inWorkspace('broken.jsonl'), 'utf8'), files['broken.jsonl'], 'nothing is written');
  });

  it('asks how to read a file without any query', async () => {
    const frame = await workbench().openDataset('sizes.jsonl');
    await frame.getByTestId('hint-noQuery').waitFor();
    await workbench().screenshot('no-query');
    await frame.getByTestId('hint-noQuery-action').click();
    await frame.getByTestId('shape-menu').waitFor();
  });

  it('says what is lost of a torn file, with its place, and shows the rest', async () => {
    const frame = await workbench().openDataset('torn.jsonl.gz');
    await frame
      .getByTestId('notice')
      .filter({ hasText: /gzip data is damaged.*row [\d,]+/ })
      .waitFor();
    await tableRow(frame, 0).filter({ hasText: 'Question 0' }).waitFor();
    await workbench().screenshot('torn-gzip');
    await workbench().closeAllEditors();
    const array = await workbench().openDataset('damaged.json');
    await array
      .getByTestId('notice')
      .filter({ hasText: /A row is damaged.*\(row 50, byte [\d,]+\)/ })
      .waitFor();
    await array.getByTestId('file-facts').filter({ hasText: '91 rows' }).waitFor();
    await array.getByTestId('warnings').click();
    await array.getByTestId('warning-list').waitFor();
  });

  it('says of a Parquet file without its end that it cannot be read, and the remedy', async () => {
    const frame = await workbench().openInDatasetEditor('torn.parquet');
    await frame
      .locator('body')
      .filter({ hasText: /table of contents at the end is missing.*download it again/ })
      .waitFor();
  });

  it('says of an empty file that it holds no rows', async () => {
    const frame = await workbench().openInDatasetEditor('empty.jsonl');
    await frame
      .locator('body')
      .filter({ hasText: /holds no rows|is empty/ })
      .waitFor();
    await workbench().screenshot('empty-file');
  });

  it('says of a binary file what it is', async () => {
    const frame = await workbench().openInDatasetEditor('picture.jsonl');
    await frame
      .locator('body')
      .filter({ hasText: /is a (binary|PNG)/i })
      .waitFor();
    await workbench().screenshot('binary-file');
  });
});
