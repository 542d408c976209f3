/** The searching job: what runs in each of its threads, and what they tell. */
import type { ContainerFacts } from '../../core/dataset/dataset';
import { firstRowFrom } from '../../core/dataset/rowCursor';
import { RowIndex } from '../../core/dataset/rowIndex';
import { parseRow } from '../../core/dataset/rowJson';
import { ByteSample } from '../../core/dataset/search/byteSample';
import { matchesValue, searchExpression, type SearchQuery } from '../../core/dataset/search/textSearch';
import { ContentRange } from './contentRange';
import { rowDecoder } from './decodeRow';
import type { ContentInput } from './eachRow';
import { rawQuery, RawSearch } from './rawSearch';

export interface SearchInput {
  readonly content: ContentInput;
  readonly container: ContainerFacts;
  readonly query: SearchQuery;
  /** The next part that no thread has taken yet: shared by all threads of a search. */
  readonly nextPart: Int32Array<SharedArrayBuffer>;
}

export type SearchMessage =
  /** Rows with a hit, ascending, and how many rows were gone through for them. */
  | { readonly kind: 'hits'; readonly rows: Uint32Array; readonly searchedRows: number }
  | { readonly kind: 'problem'; readonly message: string };

type Send = (message: SearchMessage) => void;

/** Rows that begin in these many bytes are one part: most of them are one read, and stay in a processor's cache. */
const partBytes = 480 << 10;

/** Takes parts until there are none, and tells the rows with a hit about ten times a second. */
export async function searchRows(input: SearchInput, send: Send): Promise<void> {
  const expression = searchExpression(input.query);
  if (typeof expression === 'string') return send({ kind: 'problem', message: expression });
  const index = new RowIndex(input.content.index);
  if (index.rowCount === 0) return;
  const content = new ContentRange(input.content.path);
  try {
    searchParts(input, index, partSearch(input, index, content, expression), new HitSender(send));
  } finally {
    content.close();
  }
}

interface Part {
  readonly first: number;
  /** One past the last row. */
  readonly end: number;
}

type PartSearch = (part: Part, onHit: (row: number) => void) => void;

function searchParts({ nextPart }: SearchInput, index: RowIndex, search: PartSearch, hits: HitSender): void {
  const contentEnd = index.end(index.rowCount - 1);
  for (;;) {
    const start = Atomics.add(nextPart, 0, 1) * partBytes;
    if (start >= contentEnd) break;
    const part = { first: firstRowFrom(index, start), end: firstRowFrom(index, start + partBytes) };
    if (part.first < part.end) search(part, (row) => hits.add(row));
    hits.searched(part.end - part.first);
  }
  hits.finish();
}

function partSearch(
  { container, query }: SearchInput,
  index: RowIndex,
  content: ContentRange,
  expression: RegExp,
): PartSearch {
  const isHit = rowTest(container, expression);
  const raw = isUtf8Json(container) && query.text !== '' ? rawQuery(expression, sampleOf(index, content)) : undefined;
  if (raw === undefined) return eachRowOf(index, content, isHit);
  const search = new RawSearch(raw, content, index, isHit);
  return ({ first, end }, onHit) => search.search(index.start(first)!, index.end(end - 1), onHit);
}

function isUtf8Json({ encoding, kind }: ContainerFacts): boolean {
  return (encoding === 'utf-8' || encoding === 'utf-8-bom') && kind !== 'text';
}

const sampledPlaces = 4;
const sampledBytes = 64 << 10;

/** Bytes from all over the file. */
function sampleOf(index: RowIndex, content: ContentRange): ByteSample {
  const places = Array.from({ length: sampledPlaces }, (_, place) =>
    Math.floor((place * index.rowCount) / sampledPlaces),
  );
  const texts = places.map((row) => content.bytes(index.start(row)!, sampledBytes).toString('latin1'));
  return new ByteSample(texts.join('\n'));
}

/** Whether a row's strings, keys, numbers or words fit; a row that is not JSON is taken as text. */
function rowTest(container: ContainerFacts, expression: RegExp): (bytes: Uint8Array) => boolean {
  const decode = rowDecoder(container);
  return (bytes) => {
    const text = decode(bytes);
    const parsed = parseRow(text);
    return parsed.kind === 'value' ? matchesValue(parsed.value, expression) : expression.test(text);
  };
}

function eachRowOf(index: RowIndex, content: ContentRange, isHit: (bytes: Uint8Array) => boolean): PartSearch {
  return ({ first, end }, onHit) => {
    const start = index.start(first)!;
    const bytes = content.bytes(start, index.end(end - 1) - start);
    for (let row = first; row < end; row++)
      if (isHit(bytes.subarray(index.start(row)! - start, index.end(row) - start))) onHit(row);
  };
}

const sendIntervalMs = 100;

class HitSender {
  private rows = new Uint32Array(1024);
  private count = 0;
  private searchedRows = 0;
  private sentAtMs = Date.now();

  constructor(private readonly send: Send) {}

  add(row: number): void {
    if (this.count === this.rows.length) {
      const larger = new Uint32Array(2 * this.count);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[this.count++] = row;
  }

  searched(rows: number): void {
    this.searchedRows += rows;
    if (Date.now() - this.sentAtMs >= sendIntervalMs) this.finish();
  }

  finish(): void {
    this.sentAtMs = Date.now();
    this.send({ kind: 'hits', rows: this.rows.slice(0, this.count), searchedRows: this.searchedRows });
    this.count = 0;
    this.searchedRows = 0;
  }
}
