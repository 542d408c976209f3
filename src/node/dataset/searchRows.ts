/** The searching job: what runs in the thread, and what it tells. */
import type { ContainerFacts } from '../../core/dataset/dataset';
import { parseRow } from '../../core/dataset/rowJson';
import { matchesValue, searchExpression, type SearchQuery } from '../../core/dataset/textSearch';
import { rowDecoder } from './decodeRow';
import { eachPortion } from './eachPortion';
import { eachRow, type ContentInput } from './eachRow';
import { rawSearchOf, type RawHits, type RawSearch } from './rawSearch';

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
  const raw = isUtf8Json(input.container) ? rawSearchOf(input.query, expression) : undefined;
  if (raw === undefined) await searchValues(input, expression, hits);
  else await searchPortions(input, raw, expression, hits);
  hits.finish(input.content.index.rowCount);
}

function isUtf8Json({ encoding, kind }: ContainerFacts): boolean {
  return (encoding === 'utf-8' || encoding === 'utf-8-bom') && kind !== 'text';
}

async function searchPortions(
  { content, container }: SearchInput,
  search: RawSearch,
  expression: RegExp,
  hits: HitSender,
): Promise<void> {
  const isHit = rowTest(container, expression);
  const told: RawHits = {
    onHit: (row) => hits.add(row),
    onCandidate: (row, bytes) => {
      if (!hits.has(row) && isHit(bytes)) hits.add(row);
    },
  };
  await eachPortion(content, (portion) => {
    search(portion, told);
    hits.searched(portion.endRow);
  });
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

async function searchValues({ content, container }: SearchInput, expression: RegExp, hits: HitSender): Promise<void> {
  const isHit = rowTest(container, expression);
  await eachRow(
    content,
    ({ row, bytes }) => {
      if (isHit(bytes)) hits.add(row);
    },
    (rows) => hits.searched(rows),
  );
}

const sendIntervalMs = 100;

/** Rows come in order but for those of one portion, which ends with `searched`. */
class HitSender {
  private found = new Set<number>();
  private sentAtMs = 0;

  constructor(private readonly send: Send) {}

  has(row: number): boolean {
    return this.found.has(row);
  }

  add(row: number): void {
    this.found.add(row);
  }

  searched(rows: number): void {
    if (Date.now() - this.sentAtMs >= sendIntervalMs) this.finish(rows);
  }

  finish(rows: number): void {
    this.sentAtMs = Date.now();
    const found = Uint32Array.from(this.found).sort();
    this.found = new Set();
    this.send({ kind: 'hits', rows: found, searchedRows: rows });
  }
}
