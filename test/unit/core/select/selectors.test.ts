import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../src/core/select/random';
import { selectorNames, type SelectionData, type Vectors } from '../../../../src/core/select/selector';
import { dataOf, lettersOf, randomTagLists, refusalOf, select } from './selectionData';

const seeds = Array.from({ length: 15 }, (_, seed) => seed);

/** Unit vectors around a few directions, so that some are near each other. */
function randomVectors(seed: number, count: number, width: number): Vectors {
  const random = randomOf(seed);
  const values = new Float32Array(count * width);
  for (let at = 0; at < count; at++) {
    const direction = random.below(4);
    const vector = Array.from({ length: width }, (_, k) => (k === direction ? 1 : 0) + 0.6 * (random.next() - 0.5));
    const norm = Math.hypot(...vector);
    values.set(
      vector.map((value) => value / norm),
      at * width,
    );
  }
  return { width, values };
}

function cosine({ values, width }: Vectors, a: number, b: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += values[a * width + k]! * values[b * width + k]!;
  return sum;
}

function randomQuality(seed: number, count: number): Float64Array {
  const random = randomOf(seed + 1000);
  return Float64Array.from({ length: count }, () => random.below(10) + 1);
}

/** Row numbers by score, highest first, ties by row number. */
function ranked(scores: readonly number[]): number[] {
  return scores.map((_, row) => row).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

describe('random', () => {
  it('draws each row at most once, the same rows for the same seed, others for another', () => {
    const data = dataOf(randomTagLists(1, 200, 20));
    const first = select(data, { method: 'random', count: 50, seed: 7 });
    expect(new Set(first.rows).size).toBe(50);
    expect([...select(data, { method: 'random', count: 50, seed: 7 }).rows]).toEqual([...first.rows]);
    expect([...select(data, { method: 'random', count: 50, seed: 8 }).rows]).not.toEqual([...first.rows]);
  });

  it('gives every row the same chance', () => {
    const data = lettersOf(['a', 'b', 'c', 'd', 'e']);
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 2000; seed++) {
      for (const row of select(data, { method: 'random', count: 2, seed }).rows) counts[row]!++;
    }
    for (const count of counts) expect(Math.abs(count - 800)).toBeLessThan(100);
  });
});

describe('top-k, longest and rarity', () => {
  it('take the rows with the highest score, ties by row number', () => {
    for (const seed of seeds) {
      const lists = randomTagLists(seed, 40, 10);
      const answerLength = Uint32Array.from(randomQuality(seed, 40));
      const data = dataOf(lists, { answerLength });
      const frequency = (tag: string) => lists.filter((tags) => tags.includes(tag)).length;
      const rarity = lists.map((tags) => tags.reduce((sum, tag) => sum + Math.log(40 / frequency(tag)), 0));
      const expected = {
        'top-k': ranked(lists.map((tags) => tags.length)),
        longest: ranked([...answerLength]),
      };
      for (const method of ['top-k', 'longest'] as const) {
        expect([...select(data, { method, count: 13 }).rows]).toEqual(expected[method].slice(0, 13));
      }
      const taken = select(data, { method: 'rarity', count: 13 });
      const best = ranked(rarity.map((score) => Math.round(score * 1e9))).slice(0, 13);
      expect([...taken.rows].map((row) => rarity[row]!.toFixed(9))).toEqual(best.map((row) => rarity[row]!.toFixed(9)));
    }
  });

  it('says that answers are missing where only whole lengths are known', () => {
    const data = lettersOf(['a', 'b'], { length: Uint32Array.of(1, 2) });
    expect(select(data, { method: 'longest', count: 1 })).toMatchObject({
      notes: [expect.stringContaining('Answers')],
    });
    expect(refusalOf(lettersOf(['a']), { method: 'longest' })).toEqual(['The lengths of the rows are not known.']);
  });
});

/** Rescans all rows for every pick; when nothing new is left, starts over with nothing covered. */
function plainMaxCoverage(rows: readonly (readonly string[])[], count: number): number[] {
  const taken: number[] = [];
  let covered = new Set<string>();
  let isFresh = true;
  while (taken.length < count) {
    const gains = rows.map((tags, row) => (taken.includes(row) ? -1 : tags.filter((tag) => !covered.has(tag)).length));
    const best = ranked(gains)[0]!;
    if (gains[best]! <= 0) {
      if (isFresh) break;
      covered = new Set();
      isFresh = true;
      continue;
    }
    isFresh = false;
    taken.push(best);
    for (const tag of rows[best]!) covered.add(tag);
  }
  return taken;
}

describe('max-coverage', () => {
  it('equals the greedy that looks at every row each time', () => {
    for (const seed of seeds) {
      const lists = randomTagLists(seed, 50, 15);
      for (const count of [1, 10, 30, 50]) {
        const selection = select(dataOf(lists), { method: 'max-coverage', count });
        expect([...selection.rows]).toEqual(plainMaxCoverage(lists, count));
      }
    }
  });
});

describe('deita', () => {
  it('keeps rows by complexity times quality unless they are near a kept one', () => {
    for (const seed of seeds) {
      const lists = randomTagLists(seed, 40, 10);
      const quality = randomQuality(seed, 40);
      const rowVectors = randomVectors(seed, 40, 5);
      const order = ranked(lists.map((tags, row) => tags.length * quality[row]!));
      const kept: number[] = [];
      for (const row of order) {
        if (kept.length < 12 && kept.every((other) => cosine(rowVectors, row, other) < 0.9)) kept.push(row);
      }
      const selection = select(dataOf(lists, { quality, rowVectors }), { method: 'deita', count: 12 });
      expect([...selection.rows]).toEqual(kept);
      expect(selection.notes).toEqual([]);
    }
  });

  it('compares tag sets where rows have no vectors, and says so', () => {
    const selection = select(lettersOf(['abc', 'abc', 'ab', 'abcd']), { method: 'deita', count: 4 });
    expect([...selection.rows]).toEqual([3, 0, 2]);
    expect(selection.notes.join(' ')).toContain('no vectors');
  });

  it('shifts negative quality so that better stays better', () => {
    const data = lettersOf(['ab', 'cd', 'ef'], { quality: Float64Array.of(-5, -1, NaN) });
    const selection = select(data, { method: 'deita', count: 3 });
    expect([...selection.rows]).toEqual([1, 0, 2]);
    expect(selection.notes.join(' ')).toContain('shifted');
  });
});

/** MIG's released sampler, dense: full matrices, gains of all rows before every pick. */
function plainMig(
  lists: readonly (readonly string[])[],
  names: readonly string[],
  quality: Float64Array,
  vectors: Vectors,
  count: number,
): number[] {
  const size = names.length;
  const edge = names.map((_, a) =>
    names.map((_, b) => (a === b ? 1 : cosine(vectors, a, b) >= 0.9 ? cosine(vectors, a, b) : 0)),
  );
  const columnSums = names.map((_, b) => edge.reduce((sum, row) => sum + row[b]!, 0));
  const spread = lists.map((tags, row) =>
    names.map((_, to) =>
      tags.reduce(
        (sum, tag) => sum + ((quality[row]! / tags.length) * edge[names.indexOf(tag)]![to]!) / columnSums[to]!,
        0,
      ),
    ),
  );
  const gathered = new Float64Array(size);
  const taken: number[] = [];
  while (taken.length < count) {
    const slope = Array.from(gathered, (value) => 0.8 * (value + 1e-6) ** -0.2);
    const gains = spread.map((share, row) =>
      taken.includes(row) ? -1 : share.reduce((sum, value, tag) => sum + value * slope[tag]!, 0),
    );
    const best = ranked(gains.map((gain) => Math.round(gain * 1e9)))[0]!;
    taken.push(best);
    spread[best]!.forEach((value, tag) => (gathered[tag]! += value));
  }
  return taken;
}

describe('mig', () => {
  it('equals the dense sampler of its authors', () => {
    for (const seed of seeds) {
      const lists = randomTagLists(seed, 30, 12).map((tags, row) => (tags.length === 0 ? [`t${row % 3}`] : tags));
      const bare = dataOf(lists);
      const quality = randomQuality(seed, 30).map((value, row) => value + row / 1000);
      const tagVectors = randomVectors(seed, bare.tagNames.length, 4);
      const data: SelectionData = { ...bare, quality, tagVectors };
      const expected = plainMig(lists, bare.tagNames, quality, tagVectors, 15);
      expect([...select(data, { method: 'mig', count: 15 }).rows]).toEqual(expected);
    }
  });
});

describe('k-center', () => {
  it('always takes the row farthest from all taken', () => {
    for (const seed of seeds) {
      const rowVectors = randomVectors(seed, 40, 5);
      const data = dataOf(randomTagLists(seed, 40, 10), { rowVectors });
      const rows = [...select(data, { method: 'k-center', count: 12, seed }).rows];
      for (let at = 1; at < rows.length; at++) {
        const distances = Array.from({ length: 40 }, (_, row) =>
          rows.slice(0, at).includes(row)
            ? -1
            : Math.min(...rows.slice(0, at).map((center) => 1 - cosine(rowVectors, row, center))),
        );
        expect(distances[rows[at]!]).toBeCloseTo(Math.max(...distances), 6);
      }
    }
  });

  it('measures between tag sets where rows have no vectors', () => {
    const lists = randomTagLists(3, 40, 10);
    const distance = (a: number, b: number) => {
      const shared = lists[a]!.filter((tag) => lists[b]!.includes(tag)).length;
      return 1 - shared / Math.sqrt(lists[a]!.length * lists[b]!.length);
    };
    const rows = [...select(dataOf(lists), { method: 'k-center', count: 10, seed: 3 }).rows];
    for (let at = 1; at < rows.length; at++) {
      const best = Math.max(
        ...lists.flatMap((tags, row) =>
          tags.length === 0 || rows.slice(0, at).includes(row)
            ? []
            : [Math.min(...rows.slice(0, at).map((c) => distance(row, c)))],
        ),
      );
      expect(Math.min(...rows.slice(0, at).map((c) => distance(rows[at]!, c)))).toBeCloseTo(best, 9);
    }
  });
});

describe('target', () => {
  it('reaches both targets where the data allow it', () => {
    const data = dataOf(randomTagLists(5, 3000, 120));
    for (const [targetCoverage, targetComplexity] of [
      [0.5, 2.5],
      [0.8, 3],
      [1, 3.5],
    ] as const) {
      const parameters = { targetCoverage, targetComplexity };
      const { rows, notes } = select(data, { method: 'target', count: 500, parameters });
      const tags = new Set([...rows].flatMap((row) => tagsOf(data, row)));
      const total = [...rows].reduce((sum, row) => sum + tagsOf(data, row).length, 0);
      expect(tags.size).toBe(Math.round(targetCoverage * data.tagNames.length));
      expect(total / rows.length).toBeCloseTo(targetComplexity, 1);
      expect(rows.length).toBe(500);
      expect(notes).toEqual([]);
    }
  });

  it('says what it could not reach', () => {
    const parameters = { targetCoverage: 1, targetComplexity: 5 };
    const { notes } = select(lettersOf(['a', 'b', 'c']), { method: 'target', count: 2, parameters });
    expect(notes).toHaveLength(2);
    expect(refusalOf(lettersOf(['a']), { method: 'target', parameters: { targetCoverage: 2 } })).toHaveLength(1);
  });
});

function tagsOf({ tags }: SelectionData, row: number): number[] {
  return [...tags.tagIds.subarray(tags.offsets[row], tags.offsets[row + 1])];
}

describe('every selector', () => {
  const lists = randomTagLists(11, 120, 20);
  const data = dataOf(lists, {
    quality: randomQuality(1, 120),
    answerLength: Uint32Array.from(randomQuality(2, 120)),
    length: Uint32Array.from(randomQuality(3, 120)),
    rowVectors: randomVectors(1, 120, 6),
  });

  it.each(selectorNames)(
    '%s gives the same result twice, no row twice, and prefixes where it promises them',
    (method) => {
      const whole = select(data, { method, count: 60, seed: 4 });
      expect([...select(data, { method, count: 60, seed: 4 }).rows]).toEqual([...whole.rows]);
      expect(new Set(whole.rows).size).toBe(whole.rows.length);
      expect(whole.shortfall).toBe(60 - whole.rows.length);
      if (!whole.isPrefixStable) return;
      const part = select(data, { method, count: 25, seed: 4 });
      expect([...part.rows]).toEqual([...whole.rows.subarray(0, 25)]);
    },
  );

  it.each(selectorNames)(
    '%s copes with one tag everywhere, with no tags at all and with more rows wanted than there are',
    (method) => {
      const length = Uint32Array.of(1, 2, 3);
      for (const words of [
        ['a', 'a', 'a'],
        ['', '', ''],
        ['a', '', 'b'],
      ]) {
        const selection = select(lettersOf(words, { length, answerLength: length }), { method, count: 10 });
        expect(selection.rows.length + selection.shortfall).toBe(10);
      }
    },
  );

  it.each(selectorNames)('%s refuses an n of 0 with a clear sentence', (method) => {
    expect(refusalOf(data, { method, count: 0 })).toContain('n must be a whole number of at least 1, got 0.');
  });
});
