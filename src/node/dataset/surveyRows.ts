/** The surveying job: what runs in the thread, and what it tells. */
import { hash } from 'node:crypto';
import type { ContainerFacts } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow } from '../../core/dataset/rowReader';
import { SurveyBuilder, type SharedSurvey } from '../../core/dataset/survey';
import { rowDecoder } from './decodeRow';
import { eachRow, type ContentInput } from './eachRow';
import { HashStore, type SharedHashes } from './hashStore';

export interface SurveyInput {
  readonly content: ContentInput;
  readonly container: ContainerFacts;
  readonly mapping: QueryMapping;
  /** A file for what would take too much memory; it need not exist. */
  readonly hashPath: string;
}

export type SurveyMessage =
  | { readonly kind: 'progress'; readonly rows: number }
  | { readonly kind: 'survey'; readonly survey: SharedSurvey; readonly hashes: SharedHashes };

export async function surveyRows(
  { content, container, mapping, hashPath }: SurveyInput,
  send: (message: SurveyMessage) => void,
): Promise<void> {
  const hashes = new HashStore(hashPath);
  const builder = new SurveyBuilder(hashOf, hashes);
  const decode = rowDecoder(container);
  await eachRow(
    content,
    (row) => builder.add(row, readRow(row.bytes, decode, mapping, container.encoding)),
    (rows) => send({ kind: 'progress', rows }),
  );
  send({ kind: 'survey', survey: builder.finish(), hashes: hashes.share() });
}

/** In one call: a hash object for each query is slow, and piles up until the next collection. */
function hashOf(query: string): readonly [number, number] {
  const digest = hash('sha256', query, 'buffer');
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
