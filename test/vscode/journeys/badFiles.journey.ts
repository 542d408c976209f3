import * as assert from 'node:assert';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { inWorkspace, workbench } from './session';
import { clickRow, tableRow } from '../../support/editor/datasetPage';

const files: Readonly<Record<string, string | Buffer>> = {
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
