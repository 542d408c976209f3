import { expect, it } from 'vitest';
import { BracketStack } from '../../../../src/core/dataset/bracketStack';
import { seededRandom } from '../../../support/seededRandom';

it('a bracket stack gives back what a list would', () => {
  const random = seededRandom(3);
  const stack = new BracketStack();
  const list: number[] = [];
  for (let step = 0; step < 20_000; step++) {
    const action = random();
    if (action < 0.6) {
      const byte = random() < 0.5 ? 0x7b : 0x5b;
      stack.push(byte);
      list.push(byte);
    } else if (action < 0.9999) expect(stack.pop()).toBe(list.pop());
    else {
      stack.clear();
      list.length = 0;
    }
    expect([stack.length, stack.top]).toEqual([list.length, list.at(-1)]);
  }
});
