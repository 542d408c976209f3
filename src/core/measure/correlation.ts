/** Rank correlation of the number of tags with the length of the rows. */
import type { SelectionData } from '../select/selector';
import { tagCountOf } from '../select/tagIndex';
import type { LengthCorrelation } from './measures';
import { countedRows } from './tagFigures';

/** Spearman's ρ (Spearman 1904): Pearson's r of the ranks, ties given their mean rank; NaN for constants. O(n log n). */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return pearson(ranksOf(a), ranksOf(b));
}

/** Tags against length over the counted rows; null where lengths are not known. */
export function lengthCorrelation(data: SelectionData): LengthCorrelation | null {
  const lengths = data.queryLength ?? data.length;
  if (!lengths) return null;
  const rows = countedRows(data);
  const tagCounts = Float64Array.from(rows, (row) => tagCountOf(data.tags, row));
  const rho = spearman(
    tagCounts,
    Float64Array.from(rows, (row) => lengths[row]!),
  );
  return { spearman: rho, rows: rows.length, words: wordsFor(rho) };
}

function wordsFor(rho: number): string {
  if (Number.isNaN(rho)) return 'not defined: all rows have the same number of tags or the same length';
  const strength = Math.abs(rho);
  if (strength < 0.1) return 'none: the number of tags does not follow the length';
  const degree = strength < 0.3 ? 'weak' : strength < 0.6 ? 'moderate' : 'strong';
  return `${degree}: longer texts carry ${rho > 0 ? 'more' : 'fewer'} tags`;
}

function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(values, (_, at) => at).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let end = from + 1;
    while (end < order.length && values[order[end]!] === values[order[from]!]) end++;
    for (let at = from; at < end; at++) ranks[order[at]!] = (from + end - 1) / 2;
    from = end;
  }
  return ranks;
}

function pearson(a: Float64Array, b: Float64Array): number {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  a.forEach((value, at) => {
    const fromA = value - meanA;
    const fromB = b[at]! - meanB;
    product += fromA * fromB;
    squaresA += fromA * fromA;
    squaresB += fromB * fromB;
  });
  return squaresA === 0 || squaresB === 0 ? NaN : product / Math.sqrt(squaresA * squaresB);
}
