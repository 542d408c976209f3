import { expect, it } from 'vitest';
import { merged } from '../../../../src/node/dataset/searchDataset';
import { seededRandom } from '../../../support/seededRandom';

it('the rows that several threads found come out ascending, each once, however the parts fell to them', () => {
  const random = seededRandom(11);
  for (let round = 0; round < 500; round++) {
    const lists: number[][] = Array.from({ length: 1 + Math.floor(random() * 4) }, () => []);
    const all: number[] = [];
    for (let row = 0; row < 300;) {
      const list = lists[Math.floor(random() * lists.length)]!;
      for (const end = row + 1 + Math.floor(random() * 20); row < end; row++)
        if (random() < 0.7) {
          list.push(row);
          all.push(row);
        }
    }
    expect([...merged(lists.map((list) => Uint32Array.from(list)))]).toEqual(all);
  }
  expect(merged([])).toEqual(new Uint32Array(0));
});
