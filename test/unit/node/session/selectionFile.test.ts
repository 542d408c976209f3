import { describe, expect, it } from 'vitest';
import type { Selection } from '../../../../src/core/select/selector';
import { CurrentSelection } from '../../../../src/node/session/currentSelection';
import { differenceOf, parseSelection, selectionText } from '../../../../src/node/session/selectionFile';
import type { SelectionSummary } from '../../../../src/protocol/insights';

const settings = {
  method: 'complexity-first',
  n: 2,
  seed: 7,
  isPadded: false,
  qualityPath: 'reward',
  minimumQuality: 1,
};
const selection: Selection = {
  kind: 'selection',
  method: 'complexity-first',
  requested: 2,
  seed: 7,
  rows: Uint32Array.of(4, 1),
  roundOf: Uint32Array.of(1, 2),
  scores: Float64Array.of(NaN, NaN),
  reasons: new Uint8Array(2),
  admittedOffsets: Uint32Array.of(0, 1, 1),
  admittedTags: Uint32Array.of(0),
  rounds: 2,
  shortfall: 0,
  isPrefixStable: true,
  notes: [],
};
const summary = { settings, selected: 2, coverage: 0.5, meanTags: 1.5, notes: [] } as unknown as SelectionSummary;
const text = selectionText({ name: 'data.jsonl', sizeBytes: 99 }, new CurrentSelection(selection, summary, ['svm']));

describe('a selection file', () => {
  it('gives back settings, rows in order and reasons', () => {
    const read = parseSelection(text, 5);
    expect(read).toMatchObject({ kind: 'selection', dataset: 'data.jsonl', datasetBytes: 99, settings });
    expect(read).toMatchObject({ rows: Uint32Array.of(4, 1), why: ['round 1 · first with: svm', 'round 2'] });
  });

  it('has a line per row, so that two files can be compared line by line', () => {
    expect(text.split('\n').filter((line) => line.includes('"row":'))).toHaveLength(2);
  });

  it('reads plain row numbers too', () => {
    const plain = JSON.stringify({ format: 'sft-lens selection', version: 1, settings, rows: [3, 0] });
    expect(parseSelection(plain, 5)).toMatchObject({ rows: Uint32Array.of(3, 0) });
  });

  it.each([
    ['no JSON', 'not a selection saved by SFT Lens'],
    ['{"format":"other"}', 'not a selection saved by SFT Lens'],
    ['{"format":"sft-lens selection","version":9}', 'version 9'],
    ['{"format":"sft-lens selection","version":1,"settings":{"method":"magic"}}', '"settings"'],
    [text.replace('"row":4', '"row":5'), 'Entry 0 of "rows" names no row of this dataset, which has 5'],
    [text.replace('"row":4', '"row":-1'), 'Entry 0'],
    [text.replace('"row":4', '"row":1'), 'twice'],
  ])('refuses %s', (content, message) => {
    const read = parseSelection(content, 5);
    expect(read.kind === 'refused' ? read.message : read).toContain(message);
  });

  it('says which rows only one of two selections has', () => {
    expect(differenceOf(Uint32Array.of(3, 1, 2), Uint32Array.of(2, 9))).toEqual({
      onlyFirst: [3, 1],
      onlySecond: [9],
      shared: 1,
    });
  });
});
