/** How rows lie in a file, from its first structural bytes: lines, a list, values in a row, or an object around them. */
import type { ContainerKind } from './dataset';
import { valueEnd, skipSpace, stringEnd } from './jsonBytes';

export interface Layout {
  readonly kind: Exclude<ContainerKind, 'parquet'>;
  /** How the scanner finds rows. */
  readonly scan: 'lines' | 'elements' | 'values';
  readonly rowsPath: readonly string[];
  /** Where scanning starts: the first byte after the bracket that opens the rows; 0 for lines. */
  readonly start: number;
  /** Rows are the values of an object: each has a key before it. */
  readonly isKeyed: boolean;
}

const newline = 10;
const quote = 0x22;
const openBrace = 0x7b;
const openBracket = 0x5b;

const lines: Layout = { kind: 'jsonl', scan: 'lines', rowsPath: [], start: 0, isKeyed: false };

/** `head` holds structural bytes from after the byte order mark; `isWhole` says that nothing follows it. */
export function findLayout(head: Uint8Array, isWhole: boolean): Layout {
  const first = skipSpace(head, 0);
  if (first === head.length) return { ...lines, kind: 'empty' };
  if (head[first] === openBracket) return arrayLayout(head, first);
  if (head[first] === openBrace) return objectLayout(head, first, isWhole);
  return looksLikeText(head) ? { ...lines, kind: 'text' } : lines;
}

/** A list of rows, unless each line is a row that happens to be a list. */
function arrayLayout(head: Uint8Array, first: number): Layout {
  const end = valueEnd(head, first);
  const isLinePerList =
    end !== undefined &&
    !holdsNewline(head, first, end) &&
    startsValueAfterNewline(head, end) &&
    !holdsRows(head, first);
  if (isLinePerList) return lines;
  return { kind: 'json-array', scan: 'elements', rowsPath: [], start: first + 1, isKeyed: false };
}

function startsValueAfterNewline(head: Uint8Array, end: number): boolean {
  const next = skipSpace(head, end);
  if (next === head.length || !holdsNewline(head, end, next)) return false;
  return head[next] === openBracket || head[next] === openBrace;
}

function objectLayout(head: Uint8Array, first: number, isWhole: boolean): Layout {
  const end = valueEnd(head, first);
  const spansLines = holdsNewline(head, first, end ?? head.length);
  if (end !== undefined && skipSpace(head, end) < head.length) {
    if (!head.includes(newline)) return { ...lines, scan: 'values' };
    return spansLines ? valuesLayout(head, first, end) : lines;
  }
  if (end !== undefined && !isWhole) return lines;
  const around = rowsInside(head, first);
  if (around !== undefined) return around;
  return spansLines ? { ...lines, scan: 'values' } : lines;
}

/** Several values, the first over several lines: indented objects one after the other, or a damaged first line. */
function valuesLayout(head: Uint8Array, first: number, end: number): Layout {
  const next = skipSpace(head, end);
  const opensNext = head[next] === openBrace;
  return opensNext && !looksLikeLines(head, first) ? { ...lines, scan: 'values' } : lines;
}

/** Most lines of the head start and end like objects. */
function looksLikeLines(head: Uint8Array, first: number): boolean {
  let lineCount = 0;
  let objectCount = 0;
  for (let at = first; at < head.length && lineCount < 100; lineCount++) {
    const end = lineEnd(head, at);
    let last = end - 1;
    while (last > at && head[last]! <= 32) last--;
    if (head[at] === openBrace && head[last] === 0x7d && last > at) objectCount++;
    at = end + 1;
  }
  return objectCount * 2 > lineCount;
}

function lineEnd(head: Uint8Array, from: number): number {
  const end = head.indexOf(newline, from);
  return end === -1 ? head.length : end;
}

function holdsNewline(head: Uint8Array, from: number, to: number): boolean {
  const at = head.indexOf(newline, from);
  return at !== -1 && at < to;
}

/** Keys under which a row keeps its own turns; a list there is never the list of rows. */
const turnKeys = new Set(['role', 'from', 'content', 'value', 'human', 'assistant', 'speaker']);
const maxPathDepth = 4;

interface Member {
  readonly key: string;
  readonly valueStart: number;
  /** Undefined where the head ends inside the value. */
  readonly valueEnd: number | undefined;
}

/** A list of objects somewhere inside one object, or the object itself as a table of rows by key. */
function rowsInside(head: Uint8Array, open: number, path: readonly string[] = []): Layout | undefined {
  const members = membersOf(head, open);
  const list = members.find(({ valueStart }) => head[valueStart] === openBracket && holdsRows(head, valueStart));
  if (list !== undefined && isWrapper(members, list)) {
    return {
      kind: 'json-object',
      scan: 'elements',
      rowsPath: [...path, list.key],
      start: list.valueStart + 1,
      isKeyed: false,
    };
  }
  if (isTableByKey(head, members))
    return { kind: 'json-object', scan: 'elements', rowsPath: path, start: open + 1, isKeyed: true };
  if (path.length === maxPathDepth) return undefined;
  for (const { key, valueStart } of members) {
    if (head[valueStart] !== openBrace) continue;
    const inside = rowsInside(head, valueStart, [...path, key]);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Texts that only a row has beside a list of objects. */
const rowKeys = new Set([
  'instruction',
  'prompt',
  'question',
  'query',
  'output',
  'response',
  'answer',
  'tools',
  'system',
]);

function isWrapper(members: readonly Member[], list: Member): boolean {
  return !members.some((member) => member !== list && rowKeys.has(member.key.toLowerCase()));
}

/** The list's first element is an object that is not a turn of a conversation. */
function holdsRows(head: Uint8Array, open: number): boolean {
  const first = skipSpace(head, open + 1);
  if (head[first] !== openBrace) return false;
  const keys = membersOf(head, first).map(({ key }) => key.toLowerCase());
  return (
    keys.length > 0 && !keys.every((key) => turnKeys.has(key)) && !(keys.includes('role') || keys.includes('from'))
  );
}

/** At least two members, all objects, and with the same first key as far as the head shows them. */
function isTableByKey(head: Uint8Array, members: readonly Member[]): boolean {
  if (members.length < 2 || !members.every(({ valueStart }) => head[valueStart] === openBrace)) return false;
  const keys = members
    .slice(0, 20)
    .flatMap(({ valueStart, valueEnd: end }) => (end === undefined ? [] : [membersOf(head, valueStart)[0]?.key]));
  return keys[0] !== undefined && keys.every((key) => key === keys[0]);
}

/** The members of the object that opens at `open`, as far as the head goes. */
function membersOf(head: Uint8Array, open: number): Member[] {
  const members: Member[] = [];
  for (let at = skipSpace(head, open + 1); head[at] === quote;) {
    const keyEnd = stringEnd(head, at);
    const colon = keyEnd === undefined ? head.length : skipSpace(head, keyEnd);
    if (keyEnd === undefined || head[colon] !== 0x3a) break;
    const valueStart = skipSpace(head, colon + 1);
    if (valueStart >= head.length) break;
    const end = valueEnd(head, valueStart);
    members.push({ key: asciiText(head, at + 1, keyEnd - 1), valueStart, valueEnd: end });
    if (end === undefined) break;
    const comma = skipSpace(head, end);
    if (head[comma] !== 0x2c) break;
    at = skipSpace(head, comma + 1);
  }
  return members;
}

function asciiText(head: Uint8Array, from: number, to: number): string {
  return Array.from(head.subarray(from, to), (byte) => (byte < 0x80 ? String.fromCharCode(byte) : '\ufffd')).join('');
}

/** No line of the head begins like JSON. */
function looksLikeText(head: Uint8Array): boolean {
  let lineCount = 0;
  for (let at = 0; at < head.length && lineCount < 50; lineCount++) {
    const first = skipSpace(head, at);
    if (first < head.length && isJsonStart(head, first)) return false;
    at = lineEnd(head, first) + 1;
  }
  return true;
}

const sampledLines = 50;

/** At least one in five of the first lines opens a list or an object as JSON does; random bytes never look so. */
export function beginsLikeJson(head: Uint8Array): boolean {
  let lineCount = 0;
  let openCount = 0;
  for (let at = skipSpace(head, 0); at < head.length && lineCount < sampledLines; lineCount++) {
    if (opensLikeJson(head, at)) openCount++;
    at = skipSpace(head, lineEnd(head, at));
  }
  return openCount * 5 >= lineCount;
}

/** A brace before a key or its end, a bracket before whatever a value begins with. */
function opensLikeJson(head: Uint8Array, at: number): boolean {
  const next = head[skipSpace(head, at + 1)] ?? 0;
  if (head[at] === openBrace) return next === quote || next === 0x7d;
  return head[at] === openBracket && '"{[]-0123456789tfnNI'.includes(String.fromCharCode(next));
}

/** `{ [ "`, a digit or minus, or one of JSON's words on a line of its own. */
function isJsonStart(head: Uint8Array, at: number): boolean {
  const byte = head[at]!;
  if (byte === openBrace || byte === openBracket || byte === quote) return true;
  const word = asciiText(head, at, Math.min(lineEnd(head, at), at + 40)).trim();
  return /^(-?\d+(\.\d+)?([eE][+-]?\d+)?|true|false|null|NaN|-?Infinity)$/.test(word);
}
