/** Searching the raw bytes of UTF-8 JSON: only rows that may hold what is looked for are decoded. */
import { rawPattern } from '../../core/dataset/rawPattern';
import {
  beginsInsideEscape,
  hasCase,
  hiddenAscii,
  isLikeSyntax,
  jsonSpellings,
  type SearchQuery,
} from '../../core/dataset/textSearch';
import { rowAround, type Portion } from './eachPortion';

/** Told each row that is a hit, or that may be one; a row may be told more than once. */
export interface RawHits {
  readonly onHit: (row: number) => void;
  readonly onCandidate: (row: number, bytes: Uint8Array) => void;
}

export type RawSearch = (portion: Portion, hits: RawHits) => void;

type Verdict = 'hit' | 'candidate' | 'none';

/** Finds places in a portion. */
interface Finder {
  /** Called once for each portion, before anything else. */
  begin(bytes: Buffer): void;
  /** The next place from `from` on, or -1. */
  next(from: number): number;
  /** What the place says of its row, which ends at `rowEnd`. */
  judge(at: number, rowEnd: number): Verdict;
}

/** How to search raw bytes for the query, or undefined where that does not help. */
export function rawSearchOf(query: SearchQuery, expression: RegExp): RawSearch | undefined {
  const finders = findersOf(query, expression);
  if (finders === undefined) return undefined;
  const all = [...finders, ...hiddenFinders(query)];
  return (portion, hits) => {
    for (const finder of all) searchPortion(portion, finder, hits);
  };
}

function findersOf(query: SearchQuery, expression: RegExp): Finder[] | undefined {
  const { text, isRegularExpression, isCaseSensitive } = query;
  if (text === '') return undefined;
  if (!isRegularExpression && (isCaseSensitive || !hasCase(text)))
    return jsonSpellings(text).map((spelling) => new TextFinder(spelling, isLikeSyntax(text) ? 'candidate' : 'hit'));
  const pattern = rawPattern(expression);
  const isPlain = !isRegularExpression && !isLikeSyntax(text) && /^[^"\\/]+$/.test(text) && /^[ -~]+$/.test(text);
  return pattern === undefined ? undefined : [new PatternFinder(pattern, isPlain ? 'hit' : 'candidate')];
}

/** After a hit or a candidate the rest of its row is skipped. */
function searchPortion(portion: Portion, finder: Finder, { onHit, onCandidate }: RawHits): void {
  finder.begin(portion.bytes);
  for (let at = finder.next(0); at !== -1;) {
    const { row, from, to } = rowAround(portion, at);
    const verdict = at < to ? finder.judge(at, to) : 'none';
    if (verdict === 'hit') onHit(row);
    else if (verdict === 'candidate') onCandidate(row, portion.bytes.subarray(from, to));
    at = finder.next(verdict === 'none' ? at + 1 : to);
  }
}

class TextFinder implements Finder {
  private bytes: Buffer = Buffer.alloc(0);
  private readonly needle: Buffer;

  constructor(
    text: string,
    private readonly verdict: Verdict,
  ) {
    this.needle = Buffer.from(text, 'utf8');
  }

  begin(bytes: Buffer): void {
    this.bytes = bytes;
  }

  next(from: number): number {
    return this.bytes.indexOf(this.needle, from);
  }

  judge(at: number, rowEnd: number): Verdict {
    return at + this.needle.length > rowEnd || beginsInsideEscape(this.bytes, at) ? 'none' : this.verdict;
  }
}

/** The bytes as Latin-1, where one character is one byte. */
class PatternFinder implements Finder {
  private bytes: Buffer = Buffer.alloc(0);
  private text = '';

  constructor(
    private readonly pattern: RegExp,
    private readonly verdict: Verdict,
  ) {}

  begin(bytes: Buffer): void {
    this.bytes = bytes;
    this.text = bytes.toString('latin1');
  }

  next(from: number): number {
    this.pattern.lastIndex = from;
    return this.pattern.exec(this.text)?.index ?? -1;
  }

  judge(at: number, rowEnd: number): Verdict {
    if (this.verdict === 'candidate') return 'candidate';
    return this.pattern.lastIndex > rowEnd || beginsInsideEscape(this.bytes, at) ? 'none' : this.verdict;
  }
}

/** Rows that write a wanted character of ASCII as an escape, or hold one beyond it that `i` takes for a letter. */
class HiddenFinder implements Finder {
  private bytes: Buffer = Buffer.alloc(0);

  constructor(
    private readonly needle: Buffer,
    private readonly isWanted: (character: string) => boolean,
  ) {}

  begin(bytes: Buffer): void {
    this.bytes = bytes;
  }

  next(from: number): number {
    return this.bytes.indexOf(this.needle, from);
  }

  judge(at: number): Verdict {
    const character = hiddenAscii(this.bytes, at);
    return character !== undefined && this.isWanted(character) ? 'candidate' : 'none';
  }
}

function hiddenFinders({ text, isRegularExpression, isCaseSensitive }: SearchQuery): Finder[] {
  const letters = isCaseSensitive ? text : text.toLowerCase() + text.toUpperCase();
  const isWanted = (character: string) => isRegularExpression || letters.includes(character);
  const needles = [
    '\\u00',
    ...(text.includes('/') ? ['\\/'] : []),
    ...(isCaseSensitive ? [] : ['\\u017', '\\u212', '\u017f', '\u212a']),
  ];
  return needles.map((needle) => new HiddenFinder(Buffer.from(needle, 'utf8'), isWanted));
}
