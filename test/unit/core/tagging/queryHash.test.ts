import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HashTable } from '../../../../src/core/tagging/hashTable';
import { halvesOfHash, isQueryHash, queryHash, queryHashHalves } from '../../../../src/core/tagging/queryHash';
import { seededRandom } from '../../../support/seededRandom';

describe('queryHash', () => {
  test.each(['', 'abc', 'Grüße 标签 👋🏽', 'x'.repeat(100_000), 'lone \ud800 surrogate'])(
    'is SHA-256 of the UTF-8 text',
    (text) => {
      const expected = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
      expect(queryHash(text)).toBe(expected);
      expect(queryHashHalves(text)).toEqual(halvesOfHash(expected));
    },
  );

  test('knows its own form', () => {
    expect([isQueryHash(queryHash('a')), isQueryHash('a'), isQueryHash(7)]).toEqual([true, false, false]);
  });
});

describe('HashTable', () => {
  test('numbers hashes in order of insertion, as a map does, also where halves collide', () => {
    const random = seededRandom(9);
    const table = new HashTable();
    const oracle = new Map<string, number>();
    for (let round = 0; round < 4_000; round++) {
      const high = Math.floor(random() * 100) * 65_536;
      const low = Math.floor(random() * 100) * 65_536;
      const key = `${high}:${low}`;
      const isNew = !oracle.has(key);
      if (isNew) oracle.set(key, oracle.size);
      expect(table.add(high, low)).toBe(isNew);
      expect(table.find(high, low)).toBe(oracle.get(key));
    }
    expect(table.size).toBe(oracle.size);
    expect(table.find(1, 1)).toBe(-1);
  });
});
