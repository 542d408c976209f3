import { BracketStack } from './bracketStack';
import type { DatasetWarning } from './dataset';
import { isSpace } from './jsonBytes';
import { placeOf, stopReason, type KernelResult, type RunningKernel } from './kernel/kernelModule';
import type { Layout } from './layout';
import { RowOpener, type OpenerMatch } from './rowOpener';
import type { RowScanner, RowSink } from './rowScanner';

const newline = 10;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const maxWarnings = 100;
const maxRescans = 20;

/**
 * Rows of a JSON list (or the values of an object, or values one after the other) by brackets and strings alone. Time O(bytes).
 * Damage: a raw line end inside a string, a bracket where a key must be, or a closing bracket of the wrong kind makes a row suspect. A suspect row
 * ends where it closes or where the opener of the file's first row (`{"instruction"`, raw, so never inside a sound string) comes again, whichever is
 * first; so all rows before and after the damage are found, and the damaged one is a row that does not parse.
 */
export class ElementScanner implements RowScanner {
  readonly warnings: DatasetWarning[] = [];
  private position: number;
  private line: number;
  private rowStart = -1;
  private rowLine = 0;
  private rowCount = 0;
  private isScalar = false;
  /** The row before was an object or a list. */
  private wasBracketed = false;
  private isInString = false;
  private isEscaped = false;
  private isEnded = false;
  /** Between rows of an object: the key is not over yet. */
  private isBeforeColon: boolean;
  private readonly brackets = new BracketStack();
  private previous = comma;
  private isSuspect = false;
  /** The next row never closes, as a first look has shown. */
  private startsSuspect = false;
  /** After the last byte that is not white space or a comma. */
  private contentEnd = 0;
  private readonly opener = new RowOpener();
  private rescans = 0;

  constructor(
    private readonly layout: Layout,
    line: number,
    private readonly sink: RowSink,
    private readonly kernel: RunningKernel | undefined,
  ) {
    this.position = layout.start;
    this.line = line;
    this.isBeforeColon = layout.isKeyed;
  }

  get input(): Uint8Array | undefined {
    return this.kernel?.input;
  }

  push(chunk: Uint8Array): number {
    return this.scan(chunk, true);
  }

  pushLong(chunk: Uint8Array): number {
    return this.scan(chunk, false);
  }

  pushLast(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) at = this.takeRow(chunk, at);
  }

  /** `startsRegular` is false where the kernel has seen the first row and found no end. */
  private scan(chunk: Uint8Array, startsRegular: boolean): number {
    const place = this.kernel === undefined ? undefined : placeOf(this.kernel, chunk);
    let at = startsRegular ? 0 : this.takeRow(chunk, 0);
    while (at < chunk.length) {
      if (place !== undefined && this.isRegular()) {
        const { used, reason } = this.takeRegular(this.kernel!, place + at, place + chunk.length);
        at = used - place;
        if (reason === stopReason.outOfBytes) return at;
        if (reason === stopReason.outOfRoom) continue;
      }
      at = this.takeRow(chunk, at);
    }
    return chunk.length;
  }

  /** Between rows, none of which is special. */
  private isRegular(): boolean {
    return this.rowStart === -1 && !this.isEnded && !this.startsSuspect && this.wasBracketed;
  }

  private takeRegular(kernel: RunningKernel, from: number, to: number): KernelResult {
    const commas = this.layout.scan === 'values' ? 0 : 1;
    const result = kernel.run(from, to, this.previous === comma ? 0 : commas, commas);
    const start = this.position - from;
    this.sink.addAll(kernel.rows, result.rowCount, start, this.line);
    this.rowCount += result.rowCount;
    this.line += result.newlines;
    this.position = start + result.used;
    if (result.rowCount > 0) this.previous = quote;
    return result;
  }

  /** Goes on byte by byte until a row ends; gives where. */
  private takeRow(chunk: Uint8Array, from: number): number {
    const { rowCount } = this;
    let at = from;
    while (at < chunk.length && this.rowCount === rowCount && !this.isOver()) {
      this.take(chunk[at++]!);
      this.position++;
    }
    return this.isOver() ? chunk.length : at;
  }

  /** What follows the rows of a wrapping object is none of ours. */
  private isOver(): boolean {
    return this.isEnded && this.layout.kind === 'json-object';
  }

  finish(): number | undefined {
    const isOpen = !this.isEnded && this.layout.scan === 'elements';
    if (this.rowStart === -1) return isOpen ? this.warn('The list of rows has no end.', this.position) : undefined;
    if (!this.isScalar && !this.isSuspect && this.opener.isKnown && this.rescans < maxRescans) return this.rescan();
    this.warn('The file ends inside a row.', this.rowStart);
    this.endRow(this.contentEnd);
    return undefined;
  }

  /** The row never closes: goes through it again as a suspect one. */
  private rescan(): number {
    this.rescans++;
    this.position = this.rowStart;
    this.line = this.rowLine;
    this.rowStart = -1;
    this.isInString = false;
    this.isBeforeColon = false;
    this.startsSuspect = true;
    return this.position;
  }

  private take(byte: number): void {
    this.step(byte);
    if (byte === newline) this.line++;
    else if (byte !== comma && !isSpace(byte)) this.contentEnd = this.position + 1;
  }

  private step(byte: number): void {
    if (this.isSuspect && this.rowStart !== -1 && this.matchesOpener(byte)) return;
    if (this.isInString) this.takeInString(byte);
    else if (this.rowStart === -1) this.takeBetween(byte);
    else if (this.isScalar) this.takeInScalar(byte);
    else this.takeInRow(byte);
  }

  private takeInString(byte: number): void {
    if (this.rowStart !== -1) this.opener.learn(byte);
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === backslash) this.isEscaped = true;
    else if (byte === quote) this.endString();
    else if (byte === newline) this.suspect();
  }

  private endString(): void {
    this.isInString = false;
    this.previous = quote;
    if (this.rowStart !== -1 && this.brackets.length === 0) this.endRow(this.position + 1);
    else if (this.rowStart !== -1) this.opener.endString();
  }

  private takeBetween(byte: number): void {
    if (isSpace(byte)) return;
    if (this.isEnded) return this.takeAfterEnd(byte);
    if (byte === comma) {
      this.previous = comma;
      this.isBeforeColon = this.layout.isKeyed;
      return;
    }
    if (this.isBeforeColon) return this.takeInKey(byte);
    if (byte === closeBracket || byte === closeBrace) return this.takeCloser(byte);
    this.startRow(byte);
  }

  private takeInKey(byte: number): void {
    if (byte === quote) this.isInString = true;
    else if (byte === colon) this.isBeforeColon = false;
    else if (byte === closeBrace) this.isEnded = true;
  }

  private takeCloser(byte: number): void {
    const closer = this.layout.isKeyed ? closeBrace : closeBracket;
    if (byte === closer && this.layout.scan === 'elements') {
      if (this.previous === comma && this.rowCount > 0) this.warn('The list ends with a comma.', this.position);
      this.isEnded = true;
      return;
    }
    this.warn(`There is a \`${String.fromCharCode(byte)}\` too many.`, this.position);
  }

  private takeAfterEnd(byte: number): void {
    this.warn('There is text after the end of the list.', this.position);
    this.isEnded = false;
    if (byte !== openBracket && byte !== closeBracket && byte !== closeBrace && byte !== comma) this.startRow(byte);
  }

  private startRow(byte: number): void {
    this.rowStart = this.position;
    this.rowLine = this.line;
    this.isSuspect = this.startsSuspect;
    this.startsSuspect = false;
    this.opener.startRow(byte);
    this.brackets.clear();
    this.isInString = byte === quote;
    this.isEscaped = false;
    this.previous = byte;
    if (byte === openBrace || byte === openBracket) this.brackets.push(byte);
    this.isScalar = this.brackets.length === 0 && byte !== quote;
    this.wasBracketed = this.brackets.length > 0;
  }

  private takeInScalar(byte: number): void {
    const closes = byte === closeBracket || byte === closeBrace;
    if (closes || byte === comma || isSpace(byte)) this.endRow(this.position);
    if (closes) this.takeBetween(byte);
  }

  private takeInRow(byte: number): void {
    this.opener.learn(byte);
    if (isSpace(byte)) return;
    if (byte === quote) this.isInString = true;
    else if (byte === openBrace || byte === openBracket) this.open(byte);
    else if (byte === closeBrace || byte === closeBracket) this.close(byte);
    this.previous = byte;
  }

  private open(byte: number): void {
    const isInObject = this.brackets.top === openBrace;
    if (isInObject && this.previous !== colon) {
      this.suspect();
      if (byte === openBrace) this.opener.begin(this.here());
    }
    this.brackets.push(byte);
  }

  private close(byte: number): void {
    const opened = this.brackets.pop();
    if (opened !== (byte === closeBrace ? openBrace : openBracket)) this.suspect();
    if (this.brackets.length === 0) this.endRow(this.position + 1);
  }

  private endRow(end: number): void {
    this.sink.add(this.rowStart, end - this.rowStart, this.rowLine);
    this.rowCount++;
    this.rowStart = -1;
    this.isInString = false;
    this.isScalar = false;
    this.isSuspect = false;
    this.isBeforeColon = this.layout.isKeyed;
    this.previous = quote;
  }

  private suspect(): void {
    if (this.isSuspect || this.rowStart === -1) return;
    this.isSuspect = true;
    this.opener.restart();
  }

  /** Where another row may begin inside the one under way. */
  private here(): OpenerMatch {
    return { start: this.position, line: this.line, endBefore: this.contentEnd };
  }

  /** True when this byte completes the opener: the suspect row ends before it, and the next row is under way. */
  private matchesOpener(byte: number): boolean {
    if (this.position === this.rowStart) return false;
    const match = this.opener.follow(byte, () => this.here());
    if (match === undefined) return false;
    this.warn('A row is damaged; reading goes on with the next one.', this.rowStart);
    this.endRow(Math.max(match.endBefore, this.rowStart + 1));
    this.startRow(openBrace);
    this.rowStart = match.start;
    this.rowLine = match.line;
    this.previous = quote;
    return true;
  }

  private warn(message: string, at: number): undefined {
    if (this.warnings.length < maxWarnings) this.warnings.push({ message, row: this.rowCount, byteOffset: at });
    return undefined;
  }
}
