/** Which queries a tagging command means, and their texts, read as the run needs them. */
import { queriesOf } from '../../core/dataset/conversation';
import type { Dataset, DecodeRow } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow } from '../../core/dataset/rowReader';
import { queryHash } from '../../core/tagging/queryHash';
import type { TagTarget } from '../tagging/tagRun';

export interface TargetRequest {
  readonly dataset: Dataset;
  readonly decode: DecodeRow;
  readonly mapping: QueryMapping;
  /** Rows in the order to be tagged. */
  readonly rows: Iterable<number>;
  /** Queries for which this holds are left out. */
  readonly isKnown: (hash: string) => boolean;
}

const rowsAhead = 64;

/** Each distinct query of the rows once, in order. */
export async function* tagTargets(request: TargetRequest): AsyncGenerator<TagTarget> {
  const seen = new Set<string>();
  for await (const text of queryTexts(request)) {
    const hash = queryHash(text);
    if (seen.has(hash) || request.isKnown(hash)) continue;
    seen.add(hash);
    yield { hash, text };
  }
}

/** The first so many. */
export async function* firstTargets(targets: AsyncIterable<TagTarget>, count: number): AsyncGenerator<TagTarget> {
  if (count <= 0) return;
  let taken = 0;
  for await (const target of targets) {
    yield target;
    if (++taken === count) return;
  }
}

async function* queryTexts({ dataset, decode, mapping, rows }: TargetRequest): AsyncGenerator<string> {
  for (const [start, count] of runsOf(rows)) {
    for (const { bytes } of await dataset.readRows(start, count)) {
      const row = readRow(bytes, decode, mapping);
      if (row.kind === 'row') yield* queriesOf(row.conversation);
    }
  }
}

/** Consecutive rows as [start, count], at most 64 at a time. */
function* runsOf(rows: Iterable<number>): Generator<readonly [number, number]> {
  let start = -1;
  let count = 0;
  for (const row of rows) {
    if (row === start + count && count < rowsAhead) {
      count++;
      continue;
    }
    if (count > 0) yield [start, count];
    start = row;
    count = 1;
  }
  if (count > 0) yield [start, count];
}
