/**
 * TACOS (arXiv 2507.03673): within each cluster of `planTacos` rows are ranked by score; clusters are visited from
 * smallest to largest and each gives its best unseen rows, 20 at most (n / clusters, where that is more; the paper's
 * 1,000 of 50 clusters are 20 each); further rounds follow until n rows are taken. Scores come from a judge that
 * compared rows in pairs (tacosJudging.ts); without one quality, else answer length stands in, which is said. Ties by
 * row number. Time O(clustering + rows log rows), memory O(rows · labels).
 */
import { planTacos } from './tacosPlan';
import type { SelectionData, TacosParameters, TacosRanking } from './selector';
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
    const { clusters, notes } = parameters.tacos?.ranking ?? rankClusters(data, candidates, seed, parameters.tacos);
    notes.forEach(note);
    const fairShare = Math.ceil(run.count / Math.max(1, clusters.length));
    const quota = parameters.tacos?.perCluster ?? Math.max(20, fairShare);
    return takeInTurns(run, clusters, scoresOf(data, parameters.tacos ?? {}).scoreOf, quota);
  },
};

/** Everything that costs time and does not depend on n. */
export function rankClusters(
  data: SelectionData,
  candidates: Uint32Array,
  seed: number,
  parameters: TacosParameters = {},
): TacosRanking {
  const plan = planTacos(data, candidates, seed, parameters);
  const { scoreOf, note } = scoresOf(data, parameters);
  const missing = parameters.scores === undefined ? 0 : plan.rows.filter((row) => Number.isNaN(scoreOf(row))).length;
  const notes = [...plan.notes, ...(note === null ? [] : [note])];
  if (missing > 0)
    notes.push(`${missing} of ${plan.rows.length} rows were not judged; they come last in their clusters.`);
  return {
    clusters: plan.clusters.map((rows) => byScore(rows, scoreOf)),
    notes,
  };
}

type ScoreOf = (row: number) => number;

interface Scores {
  readonly scoreOf: ScoreOf;
  /** What stands in for a judge; null where one was asked. */
  readonly note: string | null;
}

function scoresOf(data: SelectionData, { scores }: TacosParameters): Scores {
  if (scores) return { scoreOf: (row) => scores[row] ?? NaN, note: null };
  const { quality, answerLength, length } = data;
  if (quality) return { scoreOf: (row) => quality[row] ?? NaN, note: standIn('quality column') };
  const lengths = answerLength ?? length;
  return {
    scoreOf: (row) => lengths?.[row] ?? tagCountOf(data.tags, row),
    note: standIn(lengths ? 'length' : 'number of tags'),
  };
}

function standIn(what: string): string {
  return `No judge compared the rows: the ${what} stands in for its scores.`;
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
