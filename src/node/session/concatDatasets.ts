/** Several datasets read as one: rows of the first, then of the second, and so on. */
import type { Dataset, RowBytes } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';

/** Waits for every index; the result takes the container facts of the first. Closing it closes all. */
export async function concatDatasets(datasets: readonly Dataset[]): Promise<Dataset> {
  const [first] = datasets;
  if (first === undefined) throw new RangeError('There is no dataset to read.');
  if (datasets.length === 1) return first;
  await Promise.all(datasets.map((dataset) => dataset.whenIndexed()));
  const starts = startsOf(datasets);
  const rowCount = starts[datasets.length]!;
  return {
    path: first.path,
    container: first.container,
    warnings: datasets.flatMap((dataset) => dataset.warnings),
    rowCount,
    isIndexed: true,
    whenIndexed: () => Promise.resolve(),
    onDidGrow: () => () => {},
    readRows: (start, count, work) => readAcross(datasets, starts, start, Math.min(count, rowCount - start), work),
    close: async () => {
      await Promise.all(datasets.map((dataset) => dataset.close()));
    },
  };
}

/** Row number at which each dataset starts, and the number of all rows at the end. */
export function startsOf(datasets: readonly Pick<Dataset, 'rowCount'>[]): number[] {
  const starts = [0];
  for (const { rowCount } of datasets) starts.push(starts.at(-1)! + rowCount);
  return starts;
}

async function readAcross(
  datasets: readonly Dataset[],
  starts: readonly number[],
  start: number,
  count: number,
  work?: LongWork,
): Promise<RowBytes[]> {
  const rows: RowBytes[] = [];
  for (const [index, dataset] of datasets.entries()) {
    const from = Math.max(start, starts[index]!);
    const until = Math.min(start + count, starts[index + 1]!);
    if (from >= until) continue;
    const part = await dataset.readRows(from - starts[index]!, until - from, work);
    rows.push(...part.map((row) => ({ ...row, row: row.row + starts[index]! })));
  }
  return rows;
}
