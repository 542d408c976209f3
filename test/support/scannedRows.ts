/** Rows of a text as the scanners find them, fed in chunks as a file would be. */
import { findEncoding, structuralView, unitBytes } from '../../src/core/dataset/encoding';
import { findLayout } from '../../src/core/dataset/layout';
import { eachFound, rowScanner, type RowScanner, type RowSink } from '../../src/core/dataset/rowScanner';

export interface ScannedRows {
  readonly rows: readonly string[];
  readonly lines: readonly number[];
  readonly warnings: readonly string[];
}

export function scanText(text: string, chunkSize = 1 << 16, usesKernel = true): ScannedRows {
  return scanBytes(Buffer.from(text, 'utf8'), chunkSize, usesKernel);
}

export function scanBytes(bytes: Buffer, chunkSize = 1 << 16, usesKernel = true): ScannedRows {
  const { encoding, markBytes } = findEncoding(bytes, true);
  const units = structuralView(encoding)(bytes.subarray(markBytes));
  const layout = findLayout(units, true);
  const startLine = 1 + units.subarray(0, layout.start).filter((byte) => byte === 10).length;
  const rows: string[] = [];
  const lines: number[] = [];
  const unit = unitBytes(encoding);
  const decoder = new TextDecoder(
    encoding === 'utf-8-bom' || encoding === 'binary' ? 'utf-8' : encoding === 'latin-1' ? 'latin1' : encoding,
  );
  const add: RowSink['add'] = (offset, length, line) => {
    rows.push(decoder.decode(bytes.subarray(markBytes + offset * unit, markBytes + (offset + length) * unit)));
    lines.push(line);
  };
  const sink: RowSink = {
    add,
    addAll: (found, rowCount, start, line) => eachFound(found, rowCount, start, line, add),
  };
  const scanner = rowScanner(layout, startLine, sink, { usesKernel });
  for (let from: number | undefined = layout.start; from !== undefined; from = scanner.finish())
    feed(scanner, units, from, chunkSize);
  return { rows, lines, warnings: scanner.warnings.map(({ message }) => message) };
}

function feed(scanner: RowScanner, units: Uint8Array, from: number, chunkSize: number): void {
  for (let at = from; ;) {
    const chunk = units.subarray(at, at + chunkSize);
    const isLast = chunk.length < chunkSize;
    let used = scanner.push(chunk);
    if (used === 0 && !isLast) used = scanner.pushLong(chunk);
    if (isLast && used < chunk.length) scanner.pushLast(chunk.subarray(used));
    at += used;
    if (isLast) return;
  }
}
