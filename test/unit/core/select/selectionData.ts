/** Builders of selection data for tests. */
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import { randomOf } from '../../../../src/core/select/random';
import { selectRows } from '../../../../src/core/select/selectRows';
import type { Selection, SelectionData, SelectionRequest } from '../../../../src/core/select/selector';

/** Data from one list of tag names per row. */
export function dataOf(rows: readonly (readonly string[])[], columns: Partial<SelectionData> = {}): SelectionData {
  const table = tagTableOf(rows);
  return { tags: rowTagsOf(table), tagNames: table.names, ...columns };
}

/** Data from words whose letters are the tags: `abc` carries a, b and c. */
export function lettersOf(words: readonly string[], columns: Partial<SelectionData> = {}): SelectionData {
  return dataOf(
    words.map((word) => [...word]),
    columns,
  );
}

/** Random tag sets with a skewed distribution; some rows have no tags, some are equal. */
export function randomTagLists(seed: number, rowCount: number, tagCount: number): string[][] {
  const random = randomOf(seed);
  return Array.from({ length: rowCount }, () => {
    const size = random.below(6);
    const tags = Array.from({ length: size }, () => `t${Math.floor(tagCount * random.next() ** 3)}`);
    return [...new Set(tags)];
  });
}

/** Runs a selector that must not be refused. */
export function select(data: SelectionData, request: Partial<SelectionRequest>): Selection {
  const result = selectRows(data, { method: 'complexity-first', count: 3, seed: 0, ...request });
  if (result.kind === 'refused') throw new Error(result.problems.join(' '));
  return result;
}

/** Problems of a request that must be refused. */
export function refusalOf(data: SelectionData, request: Partial<SelectionRequest>): readonly string[] {
  const result = selectRows(data, { method: 'complexity-first', count: 3, seed: 0, ...request });
  if (result.kind === 'selection') throw new Error('The request was carried out.');
  return result.problems;
}
