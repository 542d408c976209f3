/**
 * Rare tags first: a row scores Σ log(N / df) over its tags, N the number of candidates and df the candidates that
 * carry the tag (InsCL, arXiv 2403.11435, its Insinfo). Ties by row number. Time O(tags + rows log rows).
 */
import type { Selector } from './selectorRun';
import { byScore, rowsPerTag } from './tagIndex';

export const rarity: Selector = {
  name: 'rarity',
  title: 'Rare tags',
  summary: 'Rows whose tags are many and rare.',
  source: 'InsCL (arXiv 2403.11435)',
  isPrefixStable: true,
  run: ({ data, candidates, picks }) => {
    const { offsets, tagIds } = data.tags;
    const weights = Float64Array.from(rowsPerTag(data.tags, data.tagNames.length, candidates), (rows) =>
      rows === 0 ? 0 : Math.log(candidates.length / rows),
    );
    const scoreOf = (row: number) => {
      let score = 0;
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) score += weights[tagIds[at]!]!;
      return score;
    };
    for (const row of byScore(candidates, scoreOf)) {
      if (picks.isFull) break;
      picks.offer(row, { score: scoreOf(row) });
    }
    return 1;
  },
};
