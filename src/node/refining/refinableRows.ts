/** The rows of a request one by one, each as it can be refined. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { ReadRow } from '../../core/dataset/rowReader';
import { privateReason } from '../../core/select/guardedJudge';
import { refinableText } from '../../core/select/refinement';
import type { JudgedText } from '../../core/select/tacosJudging';
import { rowReaderOf } from '../dataset/decodeRow';

export interface RowsRequest {
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  readonly rows: ArrayLike<number>;
  /** Rows in which private text is found are not sent. */
  readonly withPrivacyScan?: boolean;
}

/** Refused rows stay as they are, invalid ones cannot be written. */
export type RefinableRow =
  | {
      readonly kind: 'text';
      readonly text: JudgedText;
      readonly read: Extract<ReadRow, { kind: 'row' }>;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly read: Extract<ReadRow, { kind: 'row' }>;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Reads one row; null behind the last. */
export function refinableRowReader(request: RowsRequest): (row: number) => Promise<RefinableRow | null> {
  const readBytes = rowReaderOf(request.dataset.container, request.mapping);
  return async (row) => {
    const [found] = await request.dataset.readRows(row, 1);
    if (found === undefined) return null;
    const { bytes } = found;
    const read = readBytes(bytes);
    if (read.kind === 'invalid') return { kind: 'invalid', reason: read.problem.message };
    const refinable = refinableText(read.conversation);
    if (refinable.kind === 'refused') return { ...refinable, read, bytes };
    const reason = request.withPrivacyScan === true ? privateReason(refinable.text) : null;
    return reason === null ? { ...refinable, read, bytes } : { kind: 'refused', reason, read, bytes };
  };
}
