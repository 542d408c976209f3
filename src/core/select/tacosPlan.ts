/**
 * TACOS before scoring (arXiv 2507.03673): tag occurrences are clustered, a row's label set is the set of its tags'
 * clusters, rows with the same label set collapse to the one with the longest answer (ties: lowest row number), and
 * each remaining row stands in every cluster of its label set. Needs no judge, so that a judge's work can be counted
 * before it is paid for.
 */
import { clusterByMeans } from './kMeans';
import { randomOf } from './random';
import type { SelectionData, TacosParameters, Vectors } from './selector';
import { rowsPerTag, tagCountOf } from './tagIndex';
import { clusterByDensity } from './weightedDbscan';

export interface TacosPlan {
  /** Rows of each cluster after the collapse, ascending; clusters from smallest to largest, ties by number. */
  readonly clusters: readonly Uint32Array[];
  /** All rows left after the collapse, ascending. */
  readonly rows: Uint32Array;
  readonly notes: readonly string[];
}

/** Clusters and collapses; with `clustering: 'off'` one cluster of all rows, without collapse. */
export function planTacos(
  data: SelectionData,
  candidates: Uint32Array,
  seed: number,
  parameters: TacosParameters = {},
): TacosPlan {
  const notes: string[] = [];
  if (parameters.clustering === 'off') return { clusters: [candidates], rows: candidates, notes };
  const clusterOfTag = clusterTags(data, candidates, seed, parameters, notes);
  const { rows, labelsOf } = collapse(data, candidates, clusterOfTag, notes);
  const members = new Map<number, number[]>();
  rows.forEach((row, at) => {
    for (const label of labelsOf[at]!) {
      const list = members.get(label);
      if (list) list.push(row);
      else members.set(label, [row]);
    }
  });
  const ordered = [...members].sort(([a, rowsA], [b, rowsB]) => rowsA.length - rowsB.length || a - b);
  return { clusters: ordered.map(([, list]) => Uint32Array.from(list)), rows, notes };
}

function clusterTags(
  data: SelectionData,
  candidates: Uint32Array,
  seed: number,
  { clustering, clusterCount = 50, epsilon = 0.5, minimumSamples = 5 }: TacosParameters,
  notes: string[],
): Int32Array {
  const weights = rowsPerTag(data.tags, data.tagNames.length, candidates);
  if (!data.tagVectors) notes.push('Tags have no vectors: they are clustered by the rows they occur in.');
  const vectors = data.tagVectors ?? occurrenceVectors(data, candidates, weights);
  if (clustering === 'dbscan') return clusterByDensity(vectors, weights, epsilon, minimumSamples);
  return clusterByMeans(vectors, weights, clusterCount, randomOf(seed));
}

/**
 * Stand-in for vectors of tag names: each tag's rows, projected to 64 dimensions by random signs (Johnson–Lindenstrauss),
 * unit length, so that the cosine of two tags approximates how far their rows are the same. Time O(occurrences · 64).
 */
function occurrenceVectors({ tags, tagNames }: SelectionData, rows: Uint32Array, weights: Uint32Array): Vectors {
  const width = 64;
  const values = new Float32Array(tagNames.length * width);
  for (const row of rows) {
    const random = randomOf(row);
    const [low, high] = [random.below(4294967296), random.below(4294967296)];
    for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) {
      const from = tags.tagIds[at]! * width;
      for (let k = 0; k < 32; k++) {
        values[from + k]! += 1 - 2 * ((low >>> k) & 1);
        values[from + 32 + k]! += 1 - 2 * ((high >>> k) & 1);
      }
    }
  }
  weights.forEach((_, tag) => scaleToUnit(values.subarray(tag * width, (tag + 1) * width)));
  return { width, values };
}

function scaleToUnit(vector: Float32Array): void {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (norm > 0) vector.forEach((value, k) => (vector[k] = value / norm));
}

interface Collapsed {
  readonly rows: Uint32Array;
  readonly labelsOf: readonly (readonly number[])[];
}

/** Of the rows with the same label set the one with the longest answer stays. */
function collapse(data: SelectionData, candidates: Uint32Array, clusterOfTag: Int32Array, notes: string[]): Collapsed {
  const lengths = data.answerLength ?? data.length;
  if (!data.answerLength) {
    notes.push(
      lengths
        ? 'Answers are not known: of rows with the same label set the longest conversation stays.'
        : 'Lengths are not known: of rows with the same label set the first stays.',
    );
  }
  const best = new Map<string, number>();
  for (const row of candidates) {
    if (tagCountOf(data.tags, row) === 0) continue;
    const key = labelsOfRow(data, row, clusterOfTag).join(' ');
    const known = best.get(key);
    if (known === undefined || (lengths?.[row] ?? 0) > (lengths?.[known] ?? 0)) best.set(key, row);
  }
  const rows = Uint32Array.from(best.values()).sort();
  return { rows, labelsOf: Array.from(rows, (row) => labelsOfRow(data, row, clusterOfTag)) };
}

function labelsOfRow({ tags }: SelectionData, row: number, clusterOfTag: Int32Array): number[] {
  const labels = new Set<number>();
  for (let at = tags.offsets[row]!; at < tags.offsets[row + 1]!; at++) labels.add(clusterOfTag[tags.tagIds[at]!]!);
  return [...labels].sort((a, b) => a - b);
}
