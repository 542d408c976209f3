import { expect, it } from 'vitest';
import { initialState, readPageState } from '../../../webview/datasetEditor/pageState';

it('reads back what was kept', () => {
  const state = { ...initialState, top: 120.5, activeRow: 7, widths: { tags: 200 } };
  expect(readPageState(structuredClone(state))).toEqual(state);
});

it('starts afresh where nothing of this version was kept', () => {
  expect([undefined, null, 'x', { version: 2 }].map(readPageState)).toEqual([null, null, null, null]);
});

it('leaves out what is not ours by form', () => {
  const state = readPageState({
    version: 1,
    view: { filters: [3, { kind: 'tag' }], sort: 'up' },
    top: NaN,
    widths: { tags: 'wide' },
  });
  expect(state).toMatchObject({ view: { filters: [{ kind: 'tag' }], sort: null }, top: 0, widths: {} });
});
