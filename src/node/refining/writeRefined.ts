/** The file of refined rows: the original beside what was rewritten, or the refined conversation in another shape. */
import type { ReadRow } from '../../core/dataset/rowReader';
import { withoutLayout } from '../../core/export/rowBytes';
import { convertRow, type RowFormat } from '../../core/export/rowFormats';
import { refinedConversation, refineText, type Complete, type RefinedText } from '../../core/select/refinement';
import { rowDecoder } from '../dataset/decodeRow';
import { problemWithTarget } from '../export/targetProblems';
import { writeAtomically } from '../files/writeAtomically';
import { refinableRowReader, type RefinableRow, type RowsRequest } from './refinableRows';

export interface WriteRefinedRequest extends RowsRequest {
  /** Answers from the replies that are there. */
  readonly complete: Complete;
  readonly model: string;
  readonly format: RowFormat;
  readonly target: string;
  readonly signal?: AbortSignal | undefined;
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
  /** Of the first rows that have one. */
  readonly problems: readonly RowProblem[];
}

const mostProblems = 10_000;

/** Writes one line per row, in the order given; the dataset itself is only read, rows are held one by one. */
export async function writeRefined(request: WriteRefinedRequest): Promise<WrittenRefinement> {
  const { dataset, rows, target, signal, complete } = request;
  const problem = await problemWithTarget([dataset.path], target);
  if (problem !== null) throw new Error(problem);
  const counts = { rows: 0, refined: 0, kept: 0, failed: 0, leftOut: 0 };
  const problems: RowProblem[] = [];
  const readRefinable = refinableRowReader(request);
  await writeAtomically(target, async (file) => {
    for (let at = 0; at < rows.length; at++) {
      signal?.throwIfAborted();
      const row = rows[at]!;
      const refinable = await readRefinable(row);
      if (refinable === null) continue;
      const result = refinable.kind === 'text' ? await refineText(refinable.text, complete) : undefined;
      const reasons = refinable.kind === 'text' ? (result?.problems ?? []) : [refinable.reason];
      const line = lineOf(request, refinable, result, reasons);
      counts.rows++;
      counts[typeof line === 'string' ? outcomeOf(refinable, result) : 'leftOut']++;
      for (const message of typeof line === 'string' ? reasons : [line.refused])
        if (problems.length < mostProblems) problems.push({ row, message });
      if (typeof line === 'string') await file.appendFile(`${line}\n`);
    }
  });
  return { ...counts, problems };
}

function outcomeOf({ kind }: RefinableRow, result: RefinedText | undefined): 'refined' | 'kept' | 'failed' {
  if (kind !== 'text') return 'kept';
  return result !== undefined && result.changed.length > 0 ? 'refined' : 'failed';
}

type Line = string | { readonly refused: string };

function lineOf(
  { dataset, format, model }: WriteRefinedRequest,
  refinable: RefinableRow,
  result: RefinedText | undefined,
  reasons: readonly string[],
): Line {
  if (refinable.kind === 'invalid') return { refused: refinable.reason };
  const { bytes, read } = refinable;
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
