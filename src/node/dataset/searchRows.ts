/** The searching job: what runs in the thread, and what it tells. */
import type { ContainerFacts } from '../../core/dataset/dataset';
import { RowIndex } from '../../core/dataset/rowIndex';
import { parseRow } from '../../core/dataset/rowJson';
import {
  beginsInsideEscape,
  jsonSpellings,
  matchesValue,
  searchExpression,
  type SearchQuery,
} from '../../core/dataset/textSearch';
import { FileByteSource } from '../files/fileByteSource';
import { rowDecoder } from './decodeRow';
import { eachRow, rowsTogether, type ContentInput } from './eachRow';

export interface SearchInput {
  readonly content: ContentInput;
  readonly container: ContainerFacts;
  readonly query: SearchQuery;
}

export type SearchMessage =
  | { readonly kind: 'hits'; readonly rows: Uint32Array; readonly searchedRows: number }
  | { readonly kind: 'problem'; readonly message: string };

type Send = (message: SearchMessage) => void;

/** Tells the rows with a hit in portions, about ten times a second. */
export async function searchRows(input: SearchInput, send: Send): Promise<void> {
  const expression = searchExpression(input.query);
  if (typeof expression === 'string') return send({ kind: 'problem', message: expression });
  const hits = new HitSender(send);
  if (isRawSearch(input)) await searchBytes(input, hits);
  else await searchValues(input, expression, hits);
  hits.finish(input.content.index.rowCount);
}

/** Plain text in UTF-8 JSON is looked for in the bytes themselves. */
function isRawSearch({ query, container }: SearchInput): boolean {
  const isUtf8 = container.encoding === 'utf-8' || container.encoding === 'utf-8-bom';
  return (
    isUtf8 && container.kind !== 'text' && query.isCaseSensitive && !query.isRegularExpression && query.text !== ''
  );
}

async function searchBytes({ content, query }: SearchInput, hits: HitSender): Promise<void> {
  const needles = jsonSpellings(query.text).map((spelling) => Buffer.from(spelling, 'utf8'));
  const index = new RowIndex(content.index);
  const source = await FileByteSource.open(content.path);
  try {
    for (let row = 0; row < index.rowCount;) {
      const { next, start, end } = rowsTogether(index, row);
      const bytes = Buffer.from((await source.read(start, end - start)).buffer, 0, end - start);
      for (const needle of needles) searchChunk(bytes, needle, { index, row, next, start }, hits);
      row = next;
      hits.searched(row);
    }
  } finally {
    await source.close();
  }
}

interface RowRun {
  readonly index: RowIndex;
  readonly row: number;
  readonly next: number;
  /** Offset of the run's first byte. */
  readonly start: number;
}

/** Rows of the run whose bytes hold the needle; after a hit the rest of its row is skipped. */
function searchChunk(bytes: Buffer, needle: Buffer, { index, row, next, start }: RowRun, hits: HitSender): void {
  let at = bytes.indexOf(needle);
  for (let candidate = row; at !== -1;) {
    candidate = rowAt(index, candidate, next, start + at);
    const place = index.place(candidate);
    const rowEnd = place.byteOffset + place.length - start;
    const isInside = at >= place.byteOffset - start && at + needle.length <= rowEnd;
    const isHit = isInside && !beginsInsideEscape(bytes, at);
    if (isHit) hits.add(candidate);
    at = bytes.indexOf(needle, isHit ? rowEnd : at + 1);
  }
}

/** The last row from `low` up to `high` (exclusive) that begins at or before `offset`. Binary search. */
function rowAt(index: RowIndex, low: number, high: number, offset: number): number {
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (index.place(middle).byteOffset <= offset) low = middle;
    else high = middle;
  }
  return low;
}

async function searchValues({ content, container }: SearchInput, expression: RegExp, hits: HitSender): Promise<void> {
  const decode = rowDecoder(container);
  await eachRow(
    content,
    ({ row, bytes }) => {
      const text = decode(bytes);
      const parsed = parseRow(text);
      if (parsed.kind === 'value' ? matchesValue(parsed.value, expression) : expression.test(text)) hits.add(row);
    },
    (rows) => hits.searched(rows),
  );
}

const sendIntervalMs = 100;

class HitSender {
  private found = new Set<number>();
  private sentAtMs = 0;

  constructor(private readonly send: Send) {}

  add(row: number): void {
    this.found.add(row);
  }

  searched(rows: number): void {
    if (Date.now() - this.sentAtMs >= sendIntervalMs) this.finish(rows);
  }

  finish(rows: number): void {
    this.sentAtMs = Date.now();
    this.send({ kind: 'hits', rows: Uint32Array.from(this.found).sort(), searchedRows: rows });
    this.found = new Set();
  }
}
