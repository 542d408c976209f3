/**
 * The longest answers ("Long Is More for Alignment", arXiv 2402.04833); ties by row number. Where answers are not
 * known, the whole conversation. Time O(rows log rows).
 */
import type { Selector } from './selectorRun';
import { byScore } from './tagIndex';

export const longest: Selector = {
  name: 'longest',
  title: 'Longest answer',
  summary: 'The rows with the longest answers.',
  source: 'Long Is More for Alignment (arXiv 2402.04833)',
  isPrefixStable: true,
  missing: (data) => (data.answerLength || data.length ? null : 'The lengths of the rows are not known.'),
  run: ({ data, candidates, picks, note }) => {
    const lengths = data.answerLength ?? data.length;
    if (!data.answerLength) note('Answers are not known; the whole conversation is measured.');
    for (const row of byScore(candidates, (candidate) => lengths?.[candidate] ?? 0)) {
      if (picks.isFull) break;
      picks.offer(row, { score: lengths?.[row] ?? 0 });
    }
    return 1;
  },
};
