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
import { eachRow, type ContentInput } from './eachRow';

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

const chunkBytes = 1 << 20;
/** Bytes before a chunk that are read again, to see whether a hit begins inside an escape. */
const lookBackBytes = 64;

/** One pass in chunks that overlap by what a hit may span; rows are looked up only for hits. */
async function searchBytes({ content, query }: SearchInput, hits: HitSender): Promise<void> {
  const needles = jsonSpellings(query.text).map((spelling) => Buffer.from(spelling, 'utf8'));
  const index = new RowIndex(content.index);
  if (index.rowCount === 0) return;
  const last = index.place(index.rowCount - 1);
  const endOffset = last.byteOffset + last.length;
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1;
  const target = Buffer.allocUnsafeSlow(lookBackBytes + chunkBytes + overlap);
  const source = await FileByteSource.open(content.path);
  try {
    for (let from = index.place(0).byteOffset; from < endOffset; from += chunkBytes) {
      const start = Math.max(0, from - lookBackBytes);
      const read = await source.read(start, target.length, target);
      const bytes = Buffer.from(read.buffer, read.byteOffset, read.length);
      const range = { bytes, start, from, to: Math.min(from + chunkBytes, endOffset) };
      for (const needle of needles) searchChunk(range, needle, index, hits);
      hits.searched(() => index.rowAt(range.to - 1));
    }
  } finally {
    await source.close();
  }
}

interface SearchedRange {
  readonly bytes: Buffer;
  /** Offset of the first byte. */
  readonly start: number;
  /** Hits begin from here up to `to`. */
  readonly from: number;
  readonly to: number;
}

/** Rows in which a hit begins; after a hit the rest of its row is skipped. */
function searchChunk(
  { bytes, start, from, to }: SearchedRange,
  needle: Buffer,
  index: RowIndex,
  hits: HitSender,
): void {
  for (let at = bytes.indexOf(needle, from - start); at !== -1 && start + at < to;) {
    const row = index.rowAt(start + at);
    const { byteOffset, length } = index.place(row);
    const rowEnd = byteOffset + length - start;
    const isHit = at + needle.length <= rowEnd && !beginsInsideEscape(bytes, at);
    if (isHit) hits.add(row);
    at = bytes.indexOf(needle, isHit ? rowEnd : at + 1);
  }
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
    (rows) => hits.searched(() => rows),
  );
}

const sendIntervalMs = 100;

class HitSender {
  private found = new Set<number>();
  private sentAtMs = 0;
  /** Highest row told; a row that spans two chunks may be met again. */
  private highest = -1;

  constructor(private readonly send: Send) {}

  add(row: number): void {
    if (row > this.highest) this.found.add(row);
  }

  searched(rows: () => number): void {
    if (Date.now() - this.sentAtMs >= sendIntervalMs) this.finish(rows());
  }

  finish(rows: number): void {
    this.sentAtMs = Date.now();
    const found = Uint32Array.from(this.found).sort();
    this.highest = found[found.length - 1] ?? this.highest;
    this.found = new Set();
    this.send({ kind: 'hits', rows: found, searchedRows: rows });
  }
}
