/**
 * TACOS (arXiv 2507.03673): within each cluster of `planTacos` rows are ranked by score; clusters are visited from
 * smallest to largest and each gives its best unseen rows, 20 at most (n / clusters, where that is more; the paper's
 * 1,000 of 50 clusters are 20 each); further rounds follow until n rows are taken. Scores come from a judge that
 * compared rows in pairs (tacosJudging.ts); without one quality, else answer length stands in, which is said. Ties by
 * row number. Time O(clustering + rows log rows), memory O(rows · labels).
 */
import { planTacos } from './tacosPlan';
import type { SelectionData, TacosParameters } from './selector';
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { byScore, tagCountOf } from './tagIndex';

export const tacos: Selector = {
  name: 'tacos',
  title: 'TACOS',
  summary: 'The best-judged rows of every cluster of tags, small clusters first.',
  source: 'TACOS (arXiv 2507.03673)',
  isPrefixStable: false,
  missing: (_, { tacos: parameters }) => {
    const { clusterCount = 50, perCluster = 20 } = parameters ?? {};
    if (!(Number.isInteger(clusterCount) && clusterCount >= 1)) {
      return `TACOS needs a whole number of clusters, at least 1, got ${clusterCount}.`;
    }
    return Number.isInteger(perCluster) && perCluster >= 1
      ? null
      : `TACOS takes a whole number of rows per cluster, at least 1, got ${perCluster}.`;
  },
  run: (run) => {
    const { data, candidates, seed, parameters, note } = run;
    const plan = planTacos(data, candidates, seed, parameters.tacos);
    plan.notes.forEach(note);
    const scores = scoresOf(data, parameters.tacos ?? {}, note);
    const ranked = plan.clusters.map((rows) => byScore(rows, (row) => scores(row)));
    const fairShare = Math.ceil(run.count / Math.max(1, ranked.length));
    const quota = parameters.tacos?.perCluster ?? Math.max(20, fairShare);
    return takeInTurns(run, ranked, scores, quota);
  },
};

type ScoreOf = (row: number) => number;

function scoresOf(data: SelectionData, { scores }: TacosParameters, note: (text: string) => void): ScoreOf {
  if (scores) return (row) => scores[row] ?? NaN;
  const { quality, answerLength, length } = data;
  if (quality) {
    note('No judge compared the rows: the quality column stands in for its scores.');
    return (row) => quality[row] ?? NaN;
  }
  const lengths = answerLength ?? length;
  note(`No judge compared the rows: the ${lengths ? 'length' : 'number of tags'} stands in for its scores.`);
  return (row) => lengths?.[row] ?? tagCountOf(data.tags, row);
}

function takeInTurns(run: SelectorRun, ranked: readonly Uint32Array[], scoreOf: ScoreOf, quota: number): number {
  const { picks } = run;
  const next = new Uint32Array(ranked.length);
  for (let round = 1; ; round++) {
    checkIn(run);
    const before = picks.size;
    ranked.forEach((rows, cluster) => {
      let taken = 0;
      while (taken < quota && next[cluster]! < rows.length && !picks.isFull) {
        const row = rows[next[cluster]!++]!;
        if (picks.offer(row, { round, score: scoreOf(row) })) taken++;
      }
    });
    if (picks.isFull) return round;
    if (picks.size === before) return round - 1;
  }
}
