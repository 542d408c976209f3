import { describe, expect, it } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';
import { normalizedRowTags, rawTagFate } from '../../../../src/core/normalize/vocabulary';
import { TagList } from '../../../../src/vscode/tagTree/tagList';

const parameters: NormalizationParameters = {
  ...defaultParameters,
  order: 'rules-first',
  frequency: 2,
  semantic: 'off',
  association: 'off',
};

async function listOf(table: TagTable, changed: Partial<NormalizationParameters> = {}): Promise<TagList> {
  const result = await normalize(table, { ...parameters, ...changed });
  const rawIds = new Map(table.names.map((name, id) => [name, id]));
  return new TagList({ table, result, rowTags: normalizedRowTags(table, result.vocabulary), rawIds });
}

const table = tagTableOf([
  ['SQL', 'Data Analysis'],
  ['SQL', 'data-analysis'],
  ['SQL', 'Essay'],
  ['Essay', 'Data Analysis', 'Rare'],
  null,
  ['!!!'],
]);
const named = (list: TagList, ids: Uint32Array) => Array.from(ids, (id) => list.entry(id).name);

const droppedOf = (list: TagList, text = '') => Array.from(list.findDropped(text), (raw) => list.rawTag(raw));

describe('TagList', () => {
  it('sorts by count, rarity and name', async () => {
    const list = await listOf(table);
    expect(named(list, list.find('', 'count'))).toEqual(['Data Analysis', 'SQL', 'Essay']);
    expect(named(list, list.find('', 'rarity'))).toEqual(['Essay', 'Data Analysis', 'SQL']);
    expect(named(list, list.find('', 'name'))).toEqual(['Data Analysis', 'Essay', 'SQL']);
  });

  it('finds tags by name and by raw variant', async () => {
    const list = await listOf(table);
    expect(named(list, list.find(' sq', 'name'))).toEqual(['SQL']);
    expect(named(list, list.find('data-an', 'count'))).toEqual(['Data Analysis']);
    expect(named(list, list.find('nothing like it', 'count'))).toEqual([]);
  });

  it('counts rows in view beside all rows', async () => {
    const list = await listOf(table);
    expect(list.entry(list.idOf('SQL')!)).toEqual({ id: list.idOf('SQL'), name: 'SQL', rows: 3 });
    list.show(Uint32Array.of(2, 3));
    expect(list.entry(list.idOf('SQL')!)).toMatchObject({ rows: 3, rowsInView: 1 });
    list.show(null);
    expect(list.entry(list.idOf('SQL')!).rowsInView).toBeUndefined();
  });

  it('sorts by lift against another dataset, tags unknown there first', async () => {
    const list = await listOf(table);
    const other = {
      name: 'other',
      list: await listOf(tagTableOf([['SQL'], ['SQL'], ['Essay'], ['Essay'], ['SQL'], ['SQL']])),
    };
    expect(named(list, list.find('', 'lift', other))).toEqual(['Data Analysis', 'Essay', 'SQL']);
    expect(list.liftOf(list.idOf('SQL')!, other)).toBeCloseTo(3.5 / 6 / (4.5 / 7), 10);
  });

  it('lists variants, companions, and what was left out with its reason', async () => {
    const list = await listOf(table);
    const data = list.idOf('Data Analysis')!;
    expect(list.variants(data, 10)).toMatchObject([{ name: 'Data Analysis', queries: 2 }, { name: 'data-analysis' }]);
    expect(list.companions(data, 10)).toMatchObject([
      { name: 'SQL', rows: 2 },
      { name: 'Essay', rows: 1 },
    ]);
    expect(droppedOf(list).map(({ name, fate }) => [name, fate])).toEqual([
      ['!!!', rawTagFate.emptyForm],
      ['Rare', rawTagFate.rare],
    ]);
    expect(list.droppedByFate()).toEqual([
      [rawTagFate.emptyForm, 1],
      [rawTagFate.rare, 1],
    ]);
  });

  it('is empty, and says why, where nothing is kept', async () => {
    const list = await listOf(table, { frequency: 100 });
    expect(list.size).toBe(0);
    expect(list.mostRows).toBe(0);
    expect([...list.find('', 'count')]).toEqual([]);
    expect(list.findDropped()).toHaveLength(6);
    expect(droppedOf(list, ' data').map(({ name }) => name.toLowerCase())).toEqual(['data analysis', 'data-analysis']);
  });

  it('holds a hundred thousand tags without any step that grows with their square', async () => {
    const wide = tagTableOf(
      Array.from({ length: 50_000 }, (_, row) => [`Tag ${2 * row}`, `tag ${row * 2 + 1} of ${row % 97}`]),
    );
    const list = await listOf(wide, { frequency: 1, rules: 'off' });
    const start = performance.now();
    expect(list.find('', 'count')).toHaveLength(100_000);
    expect(list.find('', 'name')).toHaveLength(100_000);
    expect(list.find('tag 99', 'count').length).toBeGreaterThan(500);
    expect(list.idOf('Tag 99998')).toBeDefined();
    list.show(Uint32Array.from({ length: 20_000 }, (_, row) => row));
    list.companions(0, 5);
    // Generous: an algorithm over pairs of tags would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
