/** Finds rows in a stream of structural bytes: what every scanner offers, and the choice among them. */
import type { DatasetWarning } from './dataset';
import { ElementScanner } from './elementScanner';
import { startElementKernel } from './kernel/elementKernel';
import { startLineKernel } from './kernel/lineKernel';
import type { Layout } from './layout';
import { LineScanner } from './lineScanner';

/** Told the rows in order. */
export interface RowSink {
  /** Offset and length in units, line from 1. */
  add(offset: number, length: number, line: number): void;
  /** Three numbers a row: offset from `start`, length, lines after `line`. */
  addAll(found: Uint32Array, rowCount: number, start: number, line: number): void;
}

/** Tells rows that were found together one by one. */
export function eachFound(
  found: Uint32Array,
  rowCount: number,
  start: number,
  line: number,
  tell: RowSink['add'],
): void {
  for (let at = 0; at < 3 * rowCount; at += 3) tell(start + found[at]!, found[at + 1]!, line + found[at + 2]!);
}

export interface RowScanner {
  /** Problems of the file as a whole; byte offsets in units. */
  readonly warnings: readonly DatasetWarning[];
  /** Chunks that lie somewhere in here need no copy. */
  readonly input: Uint8Array | undefined;
  /** Looks at the next bytes and says how many it used; the next call begins with the unused ones. */
  push(chunk: Uint8Array): number;
  /** Uses the whole of a chunk of which `push` used nothing although it was as large as chunks get. */
  pushLong(chunk: Uint8Array): number;
  /** The last bytes of the stream, of which `push` used nothing. */
  pushLast(chunk: Uint8Array): void;
  /** The stream is over. A number asks to go on from that offset (in units) once more: the rows after some damage. */
  finish(): number | undefined;
}

export interface ScannerOptions {
  /** Without the kernel everything is found in plain code: slower, and the oracle of the tests. */
  readonly usesKernel?: boolean;
}

/** A scanner for the layout; its stream begins at `layout.start`, which lies on line `line`. */
export function rowScanner(
  layout: Layout,
  line: number,
  sink: RowSink,
  { usesKernel = true }: ScannerOptions = {},
): RowScanner {
  if (layout.scan === 'lines') return new LineScanner(layout, sink, usesKernel ? startLineKernel() : undefined);
  return new ElementScanner(layout, line, sink, usesKernel && !layout.isKeyed ? startElementKernel() : undefined);
}
