/** The file of refined rows: the original beside what was rewritten, or the refined conversation in another shape. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { ReadRow } from '../../core/dataset/rowReader';
import { withoutLayout } from '../../core/export/rowBytes';
import { convertRow, type RowFormat } from '../../core/export/rowFormats';
import { refinedConversation, type RefinedText } from '../../core/select/refinement';
import { rowDecoder, rowReaderOf } from '../dataset/decodeRow';
import { writeAtomically } from '../files/writeAtomically';
import type { PlannedRow } from './refineRows';

export interface WriteRefinedRequest {
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  readonly rows: readonly PlannedRow[];
  readonly results: ReadonlyMap<number, RefinedText>;
  readonly model: string;
  readonly format: RowFormat;
  readonly target: string;
}

export interface RowProblem {
  readonly row: number;
  readonly message: string;
}

export interface WrittenRefinement {
  readonly rows: number;
  /** Query, answer or both were rewritten. */
  readonly refined: number;
  /** Written as they were: rows that are not refined, by their kind. */
  readonly kept: number;
  /** Written as they were because the model's replies failed. */
  readonly failed: number;
  /** Rows that could not be written at all. */
  readonly leftOut: number;
  readonly problems: readonly RowProblem[];
}

/** Writes one line per row, in the order given; the dataset itself is only read. */
export async function writeRefined(request: WriteRefinedRequest): Promise<WrittenRefinement> {
  const counts = { refined: 0, kept: 0, failed: 0, leftOut: 0 };
  const problems: RowProblem[] = [];
  await writeAtomically(request.target, async (file) => {
    for (const planned of request.rows) {
      const { row } = planned;
      const result = request.results.get(row);
      const reasons = planned.kind === 'text' ? (result?.problems ?? []) : [planned.reason];
      const line =
        planned.kind === 'invalid' ? { refused: planned.reason } : await lineOf(request, row, result, reasons);
      for (const message of typeof line === 'string' ? reasons : [line.refused]) problems.push({ row, message });
      counts[typeof line === 'string' ? outcomeOf(planned, result) : 'leftOut']++;
      if (typeof line === 'string') await file.write(`${line}\n`);
    }
  });
  return { rows: request.rows.length, ...counts, problems };
}

function outcomeOf({ kind }: PlannedRow, result: RefinedText | undefined): 'refined' | 'kept' | 'failed' {
  if (kind !== 'text') return 'kept';
  return result !== undefined && result.changed.length > 0 ? 'refined' : 'failed';
}

type Line = string | { readonly refused: string };

async function lineOf(
  request: WriteRefinedRequest,
  row: number,
  result: RefinedText | undefined,
  reasons: readonly string[],
): Promise<Line> {
  const { dataset, mapping, format, model } = request;
  const bytes = (await dataset.readRows(row, 1))[0]!.bytes;
  const read = rowReaderOf(dataset.container, mapping)(bytes);
  if (read.kind === 'invalid') return { refused: read.problem.message };
  if (format !== 'source') return convertedLine(read, format, result);
  return appended(rowDecoder(dataset.container)(bytes), read, {
    instruction: result?.refined.query ?? null,
    output: result?.refined.answer ?? null,
    changed: (result?.changed ?? []).map((part) => keyOf[part]),
    critique: { instruction: result?.critiques.query ?? null, output: result?.critiques.answer ?? null },
    problem: reasons.length === 0 ? null : reasons.join(' '),
    model,
  });
}

const keyOf = { query: 'instruction', answer: 'output' } as const;

function convertedLine(
  { conversation }: Extract<ReadRow, { kind: 'row' }>,
  format: Exclude<RowFormat, 'source'>,
  result: RefinedText | undefined,
): Line {
  const isRefined = result !== undefined && result.changed.length > 0;
  const converted = convertRow(isRefined ? refinedConversation(conversation, result.refined) : conversation, format);
  return converted.kind === 'row' ? JSON.stringify(converted.value) : { refused: converted.reason };
}

/** The row's own JSON, every token as it stands, with `refined` as its last key. */
function appended(text: string, { value }: Extract<ReadRow, { kind: 'row' }>, refined: object): Line {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { refused: 'The row is no JSON object that could take the key "refined"; convert it with a format.' };
  if (Object.hasOwn(value, 'refined')) return { refused: 'The row has a key "refined" already.' };
  const onOneLine = new TextDecoder().decode(withoutLayout(new TextEncoder().encode(text)));
  const isEmpty = Object.keys(value).length === 0;
  return `${onOneLine.slice(0, -1)}${isEmpty ? '' : ','}"refined":${JSON.stringify(refined)}}`;
}
