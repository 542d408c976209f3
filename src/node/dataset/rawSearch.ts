/** Searching the raw bytes of UTF-8 JSON: only rows that may hold what is looked for are decoded. */
import { isUtf8 } from 'node:buffer';
import type { NeedleKernel } from '../../core/dataset/kernel/needleKernel';
import { RowCursor } from '../../core/dataset/rowCursor';
import type { RowIndex } from '../../core/dataset/rowIndex';
import { anchorOf, hidingNeedles, longestNeedle, type Needle } from '../../core/dataset/search/anchor';
import type { ByteSample } from '../../core/dataset/search/byteSample';
import { CaseVariants } from '../../core/dataset/search/caseVariants';
import { isInsideEscape } from '../../core/dataset/search/jsonEscape';
import { needleFinder } from '../../core/dataset/search/needleFinder';
import { patternTree } from '../../core/dataset/search/patternTree';
import { plainRun, standsAt, type PlainRun } from '../../core/dataset/search/plainRun';
import { rawPattern, type RawPattern } from '../../core/dataset/search/rawPattern';
import { fitsOddNumber, numberAround, oddNumberNeedles } from '../../core/dataset/search/shownNumber';
import type { ContentRange } from './contentRange';

/** What all rows that fit an expression hold, and how to find it. */
export interface RawQuery {
  readonly expression: RegExp;
  /** Undefined where only the row itself can tell. */
  readonly pattern: RawPattern | undefined;
  /** The pattern where it is nothing but characters in a row, and bytes of it before each needle. */
  readonly run: PlainRun | undefined;
  readonly runOffset: number;
  readonly finder: NeedleKernel;
  readonly needles: readonly Needle[];
  /** So many of the needles are part of the pattern. */
  readonly anchorNeedles: number;
  /** Needles from here on are escapes that may hide one of `hideable`. */
  readonly firstHiding: number;
  readonly hideable: ReadonlySet<string>;
  /** Whether numbers that are shown otherwise than written may fit. */
  readonly mayBeNumber: boolean;
}

/** Undefined where the expression asks for nothing in particular, or is not understood. */
export function rawQuery(expression: RegExp, sample: ByteSample): RawQuery | undefined {
  const tree = patternTree(expression, new CaseVariants());
  if (tree === undefined) return undefined;
  const anchor = anchorOf(tree, sample);
  if (anchor === undefined) return undefined;
  const pattern = rawPattern(tree);
  const { hideable, mayBeNumber } = anchor;
  const shown = [...anchor.needles, ...(mayBeNumber ? oddNumberNeedles() : [])];
  const needles = [...shown, ...hidingNeedles(hideable)];
  const finder = needleFinder(needles, (byte) => sample.share(byte));
  const run = plainRun(tree);
  const runOffset = run?.starts[anchor.offset] ?? 0;
  return {
    expression,
    pattern,
    run,
    runOffset,
    finder,
    needles,
    anchorNeedles: anchor.needles.length,
    firstHiding: shown.length,
    hideable,
    mayBeNumber,
  };
}

interface Window {
  readonly bytes: Buffer;
  /** Offset of the first byte in the content. */
  readonly start: number;
}

/** Finds the rows that fit: by needles in the bytes, then by patterns over the bytes of a row, last by the row itself. */
export class RawSearch {
  private readonly cursor: RowCursor;
  /** Where the last number ends that was looked at, in the content. */
  private numbersSeen = 0;

  constructor(
    private readonly query: RawQuery,
    private readonly content: ContentRange,
    index: RowIndex,
    private readonly isHit: (bytes: Uint8Array) => boolean,
  ) {
    this.cursor = new RowCursor(index);
  }

  /** Tells the rows with a hit, of those that lie from `start` to `end` (both are bounds of rows), in order and each once. */
  search(start: number, end: number, onHit: (row: number) => void): void {
    const { input } = this.query.finder;
    this.numbersSeen = start;
    for (let at = start; at < end;) {
      const wanted = Math.min(input.length, end - at);
      const length = this.content.read(at, input.subarray(0, wanted));
      const bytes = Buffer.from(input.buffer, input.byteOffset, length);
      const looked = this.searchWindow({ bytes, start: at }, onHit);
      // The file has become shorter; whoever asked finds that out.
      if (length < wanted) return;
      at = at + length === end ? end : Math.max(looked, at + length - longestNeedle + 1);
    }
  }

  /** Gives where the last row ends that needs no second look. */
  private searchWindow(window: Window, onHit: (row: number) => void): number {
    const { bytes, start } = window;
    const { finder } = this.query;
    let looked = start;
    for (let at = finder.next(0, bytes.length); at !== -1; at = finder.next(at, bytes.length)) {
      const { found } = finder;
      this.cursor.moveTo(start + at);
      if (!this.isWanted(window, at, found)) {
        at++;
        continue;
      }
      if (this.fits(window, at, found)) onHit(this.cursor.row);
      looked = this.cursor.end;
      at = looked - start;
    }
    return looked;
  }

  /** The needle at `at` lies in the row, and what it is part of is of interest. */
  private isWanted(window: Window, at: number, found: number): boolean {
    const { needles, anchorNeedles, firstHiding, hideable } = this.query;
    const { bytes, start } = window;
    const end = at + needles[found]!.length;
    if (end > bytes.length || start + end > this.cursor.end) return false;
    if (found < anchorNeedles) return true;
    if (found < firstHiding) return this.isOddFit(window, at);
    return hideable.has(String.fromCharCode(Number.parseInt(bytes.toString('latin1', end - 2, end), 16)));
  }

  /** A number that is shown otherwise than it is written fits, or is cut by the window. Each is looked at once. */
  private isOddFit({ bytes, start }: Window, at: number): boolean {
    if (start + at < this.numbersSeen) return false;
    const { from, to, isOdd } = numberAround(bytes, at);
    if (from === 0 && start > this.cursor.start) return true;
    if (to === bytes.length && start + to < this.cursor.end) return true;
    this.numbersSeen = start + to;
    return isOdd && fitsOddNumber(bytes.toString('latin1', from, to), this.query.expression);
  }

  private rowBytes({ bytes, start }: Window): Buffer {
    const { cursor } = this;
    if (cursor.start >= start && cursor.end <= start + bytes.length)
      return bytes.subarray(cursor.start - start, cursor.end - start);
    return this.content.bytes(cursor.start, cursor.end - cursor.start);
  }

  private fits(window: Window, at: number, found: number): boolean {
    const { anchorNeedles, firstHiding } = this.query;
    if (found >= anchorNeedles && found < firstHiding) return this.isHit(this.rowBytes(window));
    const place = this.plainPlace(window, at, found);
    if (place !== -1 && this.isShown(window, place)) return true;
    const row = this.rowBytes(window);
    return (place !== -1 || this.mayFit(row)) && this.isHit(row);
  }

  /** Where the pattern fits bytes of the row that stand for themselves; -1 where it does not, or that is not known. */
  private plainPlace({ bytes, start }: Window, at: number, found: number): number {
    const { cursor, query } = this;
    const from = cursor.start - start;
    const to = cursor.end - start;
    if (from < 0 || to > bytes.length || query.pattern?.isExact !== true) return -1;
    const place =
      query.run === undefined
        ? placeIn(query.pattern, bytes, from, to)
        : this.placeOfRun(query.run, bytes, at, found, to);
    return place < from || isInsideEscape(bytes, place) ? -1 : place;
  }

  private placeOfRun(run: PlainRun, bytes: Buffer, at: number, found: number, to: number): number {
    const { anchorNeedles, runOffset } = this.query;
    const place = at - runOffset;
    return found < anchorNeedles && standsAt(run, bytes, place, to) ? place : -1;
  }

  private isShown({ start }: Window, place: number): boolean {
    return this.query.finder.isShown(this.cursor.start - start, this.cursor.end - start, place);
  }

  private mayFit(row: Buffer): boolean {
    const { pattern, mayBeNumber, expression } = this.query;
    if (pattern === undefined) return true;
    const bytes = row.toString('latin1');
    if (mayFit(pattern.json, bytes) || mayFit(pattern.text, bytes) || !isUtf8(row)) return true;
    return mayBeNumber && fitsOddNumber(bytes, expression);
  }
}

/** Where the pattern fits, or -1. */
function placeIn({ text }: RawPattern, bytes: Buffer, from: number, to: number): number {
  try {
    const fit = text.exec(bytes.toString('latin1', from, to));
    return fit === null ? -1 : from + fit.index;
  } catch {
    return -1;
  }
}

/** The engine gives up on some patterns over long texts. */
function mayFit(pattern: RegExp, bytes: string): boolean {
  try {
    return pattern.test(bytes);
  } catch {
    return true;
  }
}
