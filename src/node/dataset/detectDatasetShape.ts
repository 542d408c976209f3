import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { parseRow } from '../../core/dataset/rowJson';
import { readConversation, summarize, type ShapeDetection } from '../../core/dataset/shape';
import { rowDecoder } from './decodeRow';

/** Rows looked at in one go; enough for a file's shape, little enough for the first screen. */
const sampleRows = 200;
const maxSampleBytes = 4 << 20;

/** The shape of a dataset from its first rows, as soon as they are there. Rows that are not JSON are left out. */
export async function detectDatasetShape(
  dataset: Dataset,
  mapping: QueryMapping = { kind: 'auto' },
): Promise<ShapeDetection> {
  const decode = rowDecoder(dataset.container);
  const readings = [];
  let bytes = 0;
  for (const row of await dataset.readRows(0, sampleRows)) {
    const parsed = parseRow(decode(row.bytes));
    if (parsed.kind === 'value') readings.push(readConversation(parsed.value, mapping));
    bytes += row.bytes.length;
    if (bytes > maxSampleBytes) break;
  }
  return summarize(readings);
}
