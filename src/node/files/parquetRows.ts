/** Rows of a Parquet file as lines of JSON, one row group portion at a time. */
import { open, type FileHandle } from 'node:fs/promises';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const rowsPerPortion = 1000;

/** Chunks of JSON lines; binary columns become base64, dates ISO text, 64-bit integers numbers where exact. */
export async function* parquetLines(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    yield* linesOf(await asyncBuffer(file));
  } finally {
    await file.close();
  }
}

async function* linesOf(buffer: AsyncBuffer): AsyncGenerator<Uint8Array> {
  const metadata = await parquetMetadataAsync(buffer);
  const rowCount = Number(metadata.num_rows);
  const encoder = new TextEncoder();
  for (let start = 0; start < rowCount; start += rowsPerPortion) {
    const end = Math.min(rowCount, start + rowsPerPortion);
    const rows = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart: start, rowEnd: end });
    yield encoder.encode(rows.map((row) => `${JSON.stringify(row, plainValue)}\n`).join(''));
  }
}

async function asyncBuffer(file: FileHandle): Promise<AsyncBuffer> {
  const { size } = await file.stat();
  return {
    byteLength: size,
    async slice(start, end = size) {
      const bytes = new Uint8Array(Math.max(0, end - start));
      await file.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}

/** What JSON cannot write. */
function plainValue(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}
