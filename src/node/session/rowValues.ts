/** Columns read from a JSON path of the rows: numbers (quality) and categories (source). */
import type { Dataset } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';
import type { RowCategory } from '../../core/select/selector';
import { readRows } from './readRows';
import type { NumberColumnReading } from './rowReadings';

/** A number, or a text that is one; everything else is missing. */
export function readNumbers(dataset: Dataset, path: string, work?: LongWork): Promise<NumberColumnReading> {
  return readRows(dataset, 'numbers', { path }, work);
}

/** Each row's category; rows without the field are `(none)`. */
export function readCategories(dataset: Dataset, path: string, work?: LongWork): Promise<RowCategory> {
  return readRows(dataset, 'categories', { path }, work);
}
