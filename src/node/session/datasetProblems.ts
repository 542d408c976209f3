/** What is wrong with the rows of a dataset, each with its place in the text; bounded, and in turns short enough for the host. */
import type { DecodeRow, RowBytes } from '../../core/dataset/dataset';
import { IdTable } from '../../core/dataset/idTable';
import { placeInText } from '../../core/dataset/problemPlace';
import type { JsonValue } from '../../core/dataset/rowJson';
import type { ReadRow } from '../../core/dataset/rowReader';
import { conversationProblems } from '../../core/dataset/validation';
import type { LongWork } from '../../core/ports';
import { halvesOfHash, queryHash } from '../../core/tagging/queryHash';
import type { FileDataset } from '../dataset/openDataset';
import { forEachRowBytes } from './rowStream';
import { TextColumns } from './textColumns';

export interface DatasetProblem {
  readonly row: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** From 0, as editors count. */
  readonly line: number;
  readonly column: number;
}

export interface FoundProblems {
  readonly problems: readonly DatasetProblem[];
  /** There may be more; the search ended at the limit. */
  readonly isCut: boolean;
}

export interface ProblemSearch extends LongWork {
  readonly limit: number;
}

/** What a search needs of a session. */
export interface ReadableRows {
  readonly dataset: FileDataset;
  readonly decode: DecodeRow;
  readBytes(bytes: Uint8Array): ReadRow;
}

interface Finding {
  readonly bytes: RowBytes;
  /** Where in the row's bytes; its beginning where the problem is the whole row's. */
  readonly byteInRow: number;
  readonly severity: DatasetProblem['severity'];
  readonly message: string;
}

/** Fields that name a row, looked at in this order; the first one that is there counts. */
const idFields = ['id', '_id', 'uuid', 'uid', 'question_id', 'idx'] as const;

export async function findProblems(session: ReadableRows, { limit, ...work }: ProblemSearch): Promise<FoundProblems> {
  const problems: DatasetProblem[] = [];
  const findings: Finding[] = [];
  const ids = new IdTable();
  const visit = (bytes: RowBytes): 'stop' | void => {
    findings.push(...findingsOf(bytes, session.readBytes(bytes.bytes), ids));
    if (findings.length > limit) return 'stop';
  };
  await forEachRowBytes(session.dataset, visit, work);
  const columns = new TextColumns(session.dataset, work);
  for (const finding of findings.slice(0, limit)) problems.push(await placed(session, columns, finding));
  return { problems, isCut: findings.length > limit };
}

function findingsOf(bytes: RowBytes, read: ReadRow, ids: IdTable): Finding[] {
  const warning = (message: string, byteInRow = 0): Finding => ({
    bytes: kept(bytes, byteInRow),
    byteInRow,
    severity: 'warning',
    message,
  });
  if (read.kind === 'invalid') {
    const { message, byteInRow } = read.problem;
    return [{ ...warning(`not valid JSON: ${message}`, byteInRow), severity: 'error' }];
  }
  const repeated = repeatedId(bytes.row, read.value, ids);
  return [
    ...read.warnings.map(({ message, byteInRow }) => warning(message, byteInRow)),
    ...conversationProblems(read.conversation).map(({ message }) => warning(message)),
    ...(repeated === null ? [] : [warning(repeated)]),
  ];
}

/** Only the bytes up to the problem: a finding must not hold on to the page it came with. */
function kept(bytes: RowBytes, byteInRow: number): RowBytes {
  return { ...bytes, bytes: bytes.bytes.slice(0, byteInRow) };
}

function repeatedId(row: number, value: JsonValue, ids: IdTable): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  for (const field of idFields) {
    const id: unknown = Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
    if (typeof id !== 'string' && typeof id !== 'number') continue;
    const { high, low } = halvesOfHash(queryHash(`${field} ${typeof id} ${id}`));
    const first = ids.add(high, low, row);
    return first === row ? null : `the same ${field} as row ${first.toLocaleString('en-US')}: ${String(id)}`;
  }
  return null;
}

async function placed(
  { dataset, decode }: ReadableRows,
  columns: TextColumns,
  finding: Finding,
): Promise<DatasetProblem> {
  const { bytes, severity, message } = finding;
  const before = dataset.container.kind === 'text' ? '' : decode(bytes.bytes);
  const column = await columns.columnAt(bytes.byteOffset);
  return { row: bytes.row, severity, message, ...placeInText(before, bytes.line ?? bytes.row + 1, column) };
}
