import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { HashStore, openHashes } from '../../../../src/node/dataset/hashStore';
import { seededRandom } from '../../../support/seededRandom';
import { temporaryFile } from '../../../support/temporaryFiles';

const random = seededRandom(2);
const pairs = Array.from({ length: 20_000 }, () => [random(), random()].map((value) => Math.floor(value * 2 ** 32)));
const file = () => path.join(path.dirname(temporaryFile('beside', '')), 'hashes');

function filled(store: HashStore): HashStore {
  for (const [high, low] of pairs) store.push(high!, low!);
  return store;
}

function pairsOf(store: HashStore): number[][] {
  const { high, low } = openHashes(store.share());
  return Array.from({ length: high.length }, (_, at) => [high.at(at)!, low.at(at)!]);
}

describe('the hashes of queries', () => {
  it('stay in memory while they are few', () => {
    const at = file();
    expect(pairsOf(filled(new HashStore(at)))).toEqual(pairs);
    expect(existsSync(at)).toBe(false);
  });

  it('lie in a file beyond, which may lose its name once it is open', () => {
    const at = file();
    const store = filled(new HashStore(at, 5_000));
    expect(store.length).toBe(pairs.length);
    expect(store.share()).toMatchObject({ kind: 'file', count: pairs.length });
    const { high, low } = openHashes(store.share());
    rmSync(at);
    expect([...high]).toEqual(pairs.map(([first]) => first));
    expect([low.at(19_999), low.at(0), low.at(20_000)]).toEqual([pairs[19_999]![1], pairs[0]![1], undefined]);
    expect([...store.columns().low]).toEqual(pairs.map(([, second]) => second));
  });

  it('stay in memory where no file can be made, and come back where the disk is full', () => {
    expect(pairsOf(filled(new HashStore('/nowhere/at/all', 5_000)))).toEqual(pairs);
    if (existsSync('/dev/full')) expect(pairsOf(filled(new HashStore('/dev/full', 5_000)))).toEqual(pairs);
  });
});
