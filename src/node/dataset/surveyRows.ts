/** The surveying job: what runs in the thread, and what it tells. */
import { createHash } from 'node:crypto';
import type { ContainerFacts } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { readRow } from '../../core/dataset/rowReader';
import { SurveyBuilder, type Survey } from '../../core/dataset/survey';
import { rowDecoder } from './decodeRow';
import { eachRow, type ContentInput } from './eachRow';

export interface SurveyInput {
  readonly content: ContentInput;
  readonly container: ContainerFacts;
  readonly mapping: QueryMapping;
}

export type SurveyMessage =
  { readonly kind: 'progress'; readonly rows: number } | { readonly kind: 'survey'; readonly survey: Survey };

export async function surveyRows(
  { content, container, mapping }: SurveyInput,
  send: (message: SurveyMessage) => void,
): Promise<void> {
  const builder = new SurveyBuilder(hashOf);
  const decode = rowDecoder(container);
  await eachRow(
    content,
    (row) => builder.add(row, readRow(row.bytes, decode, mapping, container.encoding)),
    (rows) => send({ kind: 'progress', rows }),
  );
  send({ kind: 'survey', survey: builder.finish() });
}

function hashOf(query: string): readonly [number, number] {
  const digest = createHash('sha256').update(query, 'utf8').digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
