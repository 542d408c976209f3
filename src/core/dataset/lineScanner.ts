import type { DatasetWarning } from './dataset';
import { isSpace, skipSpace, valueEnd } from './jsonBytes';
import { placeOf, type RunningKernel } from './kernel/kernelModule';
import type { Layout } from './layout';
import type { RowScanner, RowSink } from './rowScanner';

const newline = 10;
const closeBrace = 0x7d;
const openBrace = 0x7b;
const quote = 0x22;
const blank = 0x20;
const maxWarnings = 100;

/**
 * Rows of JSON lines: each line that is not blank is a row; a line of whole objects without line ends between is one row for each.
 * Time O(bytes); no state but the position, since a line is looked at once all of it is there.
 */
export class LineScanner implements RowScanner {
  readonly warnings: DatasetWarning[] = [];
  private position: number;
  private line = 1;
  /** Where a line too long for one chunk began; -1 otherwise. Such a line is one row, whatever it holds. */
  private longStart = -1;
  private longEnd = 0;
  private rowCount = 0;

  constructor(
    private readonly layout: Layout,
    private readonly sink: RowSink,
    private readonly kernel: RunningKernel | undefined,
  ) {
    this.position = layout.start;
  }

  get input(): Uint8Array | undefined {
    return this.kernel?.input;
  }

  push(chunk: Uint8Array): number {
    if (this.longStart !== -1) return this.pushLong(chunk);
    const place = this.kernel === undefined ? undefined : placeOf(this.kernel, chunk);
    let used = 0;
    for (;;) {
      if (place !== undefined) used = this.takeRegular(this.kernel!, place, used, chunk.length);
      const end = chunk.indexOf(newline, used);
      if (end === -1) break;
      this.takeLine(chunk, used, end);
      used = end + 1;
    }
    this.position += used;
    return used;
  }

  /** Lines up to the first that needs a closer look; gives where that begins. */
  private takeRegular(kernel: RunningKernel, place: number, from: number, to: number): number {
    const { rowCount, used, newlines } = kernel.run(place + from, place + to);
    this.sink.addAll(kernel.rows, rowCount, this.position - place, this.line);
    this.rowCount += rowCount;
    this.line += newlines;
    return used - place;
  }

  /** Gives up on keeping the line together: its bytes are only counted until its end comes. */
  pushLong(chunk: Uint8Array): number {
    const end = chunk.indexOf(newline);
    const to = end === -1 ? chunk.length : end;
    this.measureLong(chunk, to);
    if (end !== -1) this.endLong();
    const used = end === -1 ? to : end + 1;
    this.position += used;
    return used;
  }

  /** The last line, which has no line end. */
  pushLast(chunk: Uint8Array): void {
    if (this.longStart !== -1) {
      this.measureLong(chunk, chunk.length);
      this.endLong();
      return;
    }
    this.takeLine(chunk, 0, chunk.length);
  }

  finish(): undefined {
    if (this.longStart !== -1) this.endLong();
    return undefined;
  }

  private measureLong(chunk: Uint8Array, to: number): void {
    const first = skipSpace(chunk, 0);
    if (this.longStart === -1 && first < to) this.longStart = this.position + first;
    const last = contentEnd(chunk, 0, to);
    if (last > 0) this.longEnd = this.position + last;
  }

  private endLong(): void {
    if (this.longStart !== -1) this.addRow(this.longStart, this.longEnd - this.longStart);
    this.longStart = -1;
    this.line++;
  }

  private takeLine(chunk: Uint8Array, from: number, end: number): void {
    const first = Math.min(skipSpace(chunk, from), end);
    const last = contentEnd(chunk, first, end);
    if (first < last) this.addLine(chunk, first, last);
    this.line++;
  }

  private addLine(chunk: Uint8Array, first: number, last: number): void {
    const cuts = chunk[first] === openBrace ? gluedValues(chunk, first, last) : undefined;
    if (cuts === undefined) return this.addRow(this.position + first, last - first);
    this.warn(`Line ${this.line} holds ${cuts.length} values; each is a row of its own.`, first);
    for (const [from, to] of cuts) this.addRow(this.position + from, to - from);
  }

  private addRow(offset: number, length: number): void {
    this.rowCount++;
    this.sink.add(offset, length, this.line);
  }

  private warn(message: string, at: number): void {
    if (this.warnings.length === maxWarnings || this.layout.kind === 'text') return;
    this.warnings.push({ message, row: this.rowCount, byteOffset: this.position + at });
  }
}

function contentEnd(chunk: Uint8Array, first: number, end: number): number {
  while (end > first && isSpace(chunk[end - 1]!)) end--;
  return end;
}

/** The objects of a line that holds several and nothing else; undefined for any other line. */
function gluedValues(chunk: Uint8Array, first: number, last: number): [number, number][] | undefined {
  if (!mayBeGlued(chunk, first, last)) return undefined;
  const line = chunk.subarray(0, last);
  const cuts: [number, number][] = [];
  for (let at = first; at < last;) {
    const end = line[at] === openBrace ? valueEnd(line, at) : undefined;
    if (end === undefined) return undefined;
    cuts.push([at, end]);
    at = skipSpace(line, end);
  }
  return cuts.length > 1 ? cuts : undefined;
}

/** Some `}` of the line is followed, but for one blank, by `{"`, as the kernel asks too. */
function mayBeGlued(chunk: Uint8Array, first: number, last: number): boolean {
  for (let at = chunk.indexOf(closeBrace, first); at !== -1 && at < last; at = chunk.indexOf(closeBrace, at + 1)) {
    const next = chunk[at + 1] === blank ? at + 2 : at + 1;
    if (next < last && chunk[next] === openBrace && chunk[next + 1] === quote) return true;
  }
  return false;
}
