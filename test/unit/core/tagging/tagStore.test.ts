import { describe, expect, test } from 'vitest';
import { halvesOfHash, queryHash } from '../../../../src/core/tagging/queryHash';
import type { TagRecord } from '../../../../src/core/tagging/tagRecord';
import { TagStore, type QueryColumns, type StoreChange } from '../../../../src/core/tagging/tagStore';
import { seededRandom } from '../../../support/seededRandom';
import { identity, tagRecord } from '../../../support/tagging';

/** Columns of rows that hold these queries. */
function columnsOf(rows: readonly (readonly string[])[]): QueryColumns {
  const halves = rows.flat().map((query) => halvesOfHash(queryHash(query)));
  const queryOffsets = new Uint32Array(rows.length + 1);
  rows.forEach((queries, row) => (queryOffsets[row + 1] = queryOffsets[row]! + queries.length));
  return {
    rowCount: rows.length,
    queryOffsets,
    queryHashHigh: Uint32Array.from(halves, (half) => half.high),
    queryHashLow: Uint32Array.from(halves, (half) => half.low),
  };
}

function storeOf(...records: readonly TagRecord[]): TagStore {
  const store = new TagStore();
  store.apply(records.map((record) => ({ record })));
  return store;
}

const ask = (store: TagStore, query: string) => {
  const { high, low } = halvesOfHash(queryHash(query));
  return { state: store.stateOf(high, low), tags: store.tagsOf(high, low) };
};

describe('TagStore', () => {
  test('an empty store knows nothing', () => {
    const store = new TagStore();
    expect(store.layer).toBeNull();
    expect(ask(store, 'q')).toEqual({ state: 'untagged', tags: [] });
    expect(store.buildTable(columnsOf([['q'], []]))).toMatchObject({ names: [], isTagged: Uint8Array.of(0, 0) });
  });

  test('the later time wins; of equal times the later record', () => {
    const at = (day: number, tag: string) => tagRecord('q', [tag], { time: `2026-01-0${day}T00:00:00.000Z` });
    expect(ask(storeOf(at(2, 'b'), at(1, 'a')), 'q').tags).toEqual(['b']);
    expect(ask(storeOf(at(1, 'a'), at(1, 'b')), 'q').tags).toEqual(['b']);
  });

  test('taggers stand side by side; the one with the latest record is read until another is chosen', () => {
    const store = storeOf(
      tagRecord('q', ['old']),
      tagRecord('q', ['new'], { model: 'm2', time: '2026-02-01T00:00:00.000Z' }),
    );
    expect(ask(store, 'q').tags).toEqual(['new']);
    store.choose(identity);
    expect(ask(store, 'q').tags).toEqual(['old']);
    expect(store.layers.map((layer) => [layer.identity.model, layer.taggedCount])).toEqual([
      ['m', 1],
      ['m2', 1],
    ]);
    store.choose(null);
    expect(store.layer?.model).toBe('m2');
  });

  test('failures are states of their own, counted, and replaced by a later success', () => {
    const store = storeOf(
      tagRecord('q', [], { outcome: { kind: 'unreadable', message: 'x', raw: 'y' } }),
      tagRecord('r', [], { outcome: { kind: 'refused', message: 'x' } }),
    );
    expect([ask(store, 'q').state, ask(store, 'r').state, store.layers[0]?.failedCount]).toEqual([
      'unreadable',
      'refused',
      2,
    ]);
    store.apply([{ record: tagRecord('q', ['a']) }]);
    expect(store.layers[0]).toMatchObject({ taggedCount: 1, failedCount: 1 });
  });

  test('a table holds only what the dataset uses, and leaves rows out that are pending or failed', () => {
    const store = storeOf(
      tagRecord('other', ['elsewhere']),
      tagRecord('a', ['x', 'y', 'x']),
      tagRecord('b', ['z', 'x']),
      tagRecord('bad', [], { outcome: { kind: 'unreadable', message: '', raw: '' } }),
    );
    const table = store.buildTable(columnsOf([['b'], ['a', 'pending'], ['a', 'bad'], ['bad'], [], ['a', 'b']]));
    expect(table.names).toEqual(['z', 'x', 'y']);
    expect([...table.isTagged!]).toEqual([1, 0, 1, 0, 0, 1]);
    expect([...table.tagOffsets]).toEqual([0, 2, 4, 4, 6, 6, 6, 8, 10]);
    expect([...table.tagIds]).toEqual([0, 1, 1, 2, 1, 2, 1, 2, 0, 1]);
  });

  test('listeners hear which queries landed, and of resets', () => {
    const store = new TagStore();
    const changes: StoreChange[] = [];
    const stop = store.onDidChange((change) => changes.push(change));
    store.apply([{ record: tagRecord('q', ['a']) }]);
    store.adopt(new TagStore());
    stop();
    store.apply([{ record: tagRecord('r', ['a']) }]);
    const { high, low } = halvesOfHash(queryHash('q'));
    expect(changes).toEqual([
      { kind: 'queries', layer: identity, high: Uint32Array.of(high), low: Uint32Array.of(low) },
      { kind: 'reset' },
    ]);
  });

  test('agrees with a plain map on random records', () => {
    const random = seededRandom(5);
    const store = new TagStore();
    const oracle = new Map<string, { time: string; tags: readonly string[] }>();
    for (let round = 0; round < 5_000; round++) {
      const query = `q${Math.floor(random() * 800)}`;
      const tags = Array.from({ length: Math.floor(random() * 9) }, () => `t${Math.floor(random() * 200)}`);
      const time = new Date(Math.floor(random() * 50) * 1e6).toISOString();
      store.apply([{ record: tagRecord(query, tags, { time }) }]);
      const known = oracle.get(query);
      if (known === undefined || time >= known.time) oracle.set(query, { time, tags: [...new Set(tags)] });
    }
    for (const [query, { tags }] of oracle) expect(ask(store, query)).toEqual({ state: 'tagged', tags });
    const queries = [...oracle.keys()];
    const table = store.buildTable(columnsOf(queries.map((query) => [query])));
    queries.forEach((query, row) => {
      const ids = table.tagIds.subarray(table.tagOffsets[row], table.tagOffsets[row + 1]);
      expect(Array.from(ids, (id) => table.names[id])).toEqual(oracle.get(query)!.tags);
    });
  });
});

describe('queries that the shown tagger could not tag', () => {
  const failure = { outcome: { kind: 'unreadable', message: 'no', raw: '' } } as const;
  const other = { ...identity, model: 'other' };
  const store = storeOf(
    tagRecord('a', ['x']),
    tagRecord('b', [], failure),
    tagRecord('c', [], failure),
    tagRecord('a', ['not shown'], { ...other, time: '2025-01-01T00:00:00.000Z' }),
    tagRecord('b', ['filled'], { ...other, time: '2025-01-01T00:00:00.000Z' }),
  );
  const rows = columnsOf([['a'], ['b'], ['c']]);

  test('are filled by another tagger, which never replaces tags that are there', () => {
    expect(['a', 'b', 'c'].map((query) => ask(store, query))).toEqual([
      { state: 'tagged', tags: ['x'] },
      { state: 'tagged', tags: ['filled'] },
      { state: 'unreadable', tags: [] },
    ]);
    expect(store.buildTable(rows)).toMatchObject({ names: ['x', 'filled'], isTagged: Uint8Array.of(1, 1, 0) });
  });

  test('stay failed where that tagger is asked for by name', () => {
    const { high, low } = halvesOfHash(queryHash('b'));
    expect(store.stateOf(high, low, identity)).toBe('unreadable');
    expect(store.buildTable(rows, identity).names).toEqual(['x']);
  });
});
