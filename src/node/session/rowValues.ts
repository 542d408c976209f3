/** Columns read from a JSON path of the rows: numbers (quality) and categories (source). */
import type { Dataset } from '../../core/dataset/dataset';
import { valueAt } from '../../core/dataset/jsonPath';
import type { LongWork } from '../../core/ports';
import type { RowCategory } from '../../core/select/selector';
import { forEachRow } from './rowStream';

export interface NumberColumnReading {
  /** NaN where a row has no number. */
  readonly values: Float64Array;
  readonly missingCount: number;
}

/** A number, or a text that is one; everything else is missing. */
export async function readNumbers(dataset: Dataset, path: string, work: LongWork = {}): Promise<NumberColumnReading> {
  await dataset.whenIndexed();
  const values = new Float64Array(dataset.rowCount).fill(NaN);
  let missingCount = 0;
  await forEachRow(
    dataset,
    (row, parsed) => {
      const value = parsed.kind === 'value' ? numberOf(valueAt(parsed.value, path)) : NaN;
      if (Number.isNaN(value)) missingCount++;
      values[row] = value;
    },
    work,
  );
  return { values, missingCount };
}

function numberOf(value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}

/** Each row's category; rows without the field are `(none)`. */
export async function readCategories(dataset: Dataset, path: string, work: LongWork = {}): Promise<RowCategory> {
  await dataset.whenIndexed();
  const ids = new Uint32Array(dataset.rowCount);
  const idOf = new Map<string, number>();
  await forEachRow(
    dataset,
    (row, parsed) => {
      const name = categoryName(parsed.kind === 'value' ? valueAt(parsed.value, path) : undefined);
      const id = idOf.get(name) ?? idOf.size;
      idOf.set(name, id);
      ids[row] = id;
    },
    work,
  );
  return { names: [...idOf.keys()], ids };
}

function categoryName(value: unknown): string {
  if (value === undefined || value === null) return '(none)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
