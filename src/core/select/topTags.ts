/** The rows with the most tags; ties by row number. Rows without tags come last but are taken. Time O(rows). */
import type { Selector } from './selectorRun';
import { byTagCount, tagCountOf } from './tagIndex';

export const topTags: Selector = {
  name: 'top-k',
  title: 'Most tags',
  summary: 'The rows with the most tags, whatever they cover.',
  source: 'InsTag (arXiv 2308.07074), complexity alone',
  isPrefixStable: true,
  run: ({ data, candidates, picks }) => {
    for (const row of byTagCount(data.tags, candidates)) {
      if (picks.isFull) break;
      picks.offer(row, { score: tagCountOf(data.tags, row) });
    }
    return 1;
  },
};
