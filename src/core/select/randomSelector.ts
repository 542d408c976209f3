/** Uniform draw without replacement: a seeded shuffle of the candidates, taken from the front. Time O(rows). */
import { randomOf, shuffle } from './random';
import type { Selector } from './selectorRun';

export const randomSelector: Selector = {
  name: 'random',
  title: 'Random',
  summary: 'Every row has the same chance; the baseline that others must beat.',
  source: 'baseline',
  isPrefixStable: true,
  run: ({ candidates, picks, seed }) => {
    for (const row of shuffle(candidates.slice(), randomOf(seed))) {
      if (picks.isFull) break;
      picks.offer(row);
    }
    return 1;
  },
};
