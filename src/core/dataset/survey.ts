/** What one pass over a dataset finds: columns for filters and figures, problems, and the shapes met. */
import { queriesOf, turnCountOf, turnText, type Conversation, type Turn } from './conversation';
import { GrowingColumn } from './growingColumn';
import { languageCode } from './language';
import { markRepeatedQueries } from './repeatedQueries';
import { rowFlag, type RowColumns } from './rowColumns';
import type { RowWarning } from './rowJson';
import type { ReadRow } from './rowReader';
import { shapeNames, type ShapeName } from './shapeNames';
import { conversationProblems, type RowProblemKind } from './validation';

export interface InvalidRow {
  readonly row: number;
  /** Line of the damage, from 1. */
  readonly line: number;
  /** Offset of the damage in the (decompressed) file. */
  readonly byteOffset: number;
  /** "unexpected `}` at byte 48,120". */
  readonly message: string;
}

export interface Survey {
  readonly columns: RowColumns;
  /** The first 100. */
  readonly invalidRows: readonly InvalidRow[];
  readonly invalidRowCount: number;
  /** Rows read although JSON forbids something in them (the first 100) and their number. */
  readonly lenientRows: readonly InvalidRow[];
  readonly lenientRowCount: number;
  readonly queryCount: number;
  /** Valid rows without any query. */
  readonly emptyQueryCount: number;
  /** Valid rows whose first query equals an earlier row's. */
  readonly duplicateQueryCount: number;
  readonly longestRowBytes: number;
  readonly longestRow: number;
  readonly shapes: readonly { readonly shape: ShapeName; readonly rows: number }[];
}

/** First and second 32 bits of a query's content hash. */
export type HashQuery = (query: string) => readonly [high: number, low: number];

/** Where a row lies, for its problems. */
export interface SurveyedRow {
  readonly line: number;
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

const maxListed = 100;

const flagOf: Readonly<Record<RowProblemKind, number>> = {
  roles: rowFlag.roleProblem,
  emptyQuery: rowFlag.emptyQuery,
  emptyAnswer: rowFlag.emptyAnswer,
  tools: rowFlag.toolsProblem,
};

/** Takes rows in order and holds 30 bytes for each, 8 for each query. */
export class SurveyBuilder {
  private readonly turns = new GrowingColumn();
  private readonly queryLength = new GrowingColumn();
  private readonly length = new GrowingColumn();
  private readonly answerLength = new GrowingColumn();
  private readonly language = new GrowingColumn();
  private readonly flags = new GrowingColumn();
  private readonly queryOffsets = new GrowingColumn();
  private readonly hashHigh = new GrowingColumn();
  private readonly hashLow = new GrowingColumn();
  private readonly invalidRows: InvalidRow[] = [];
  private readonly lenientRows: InvalidRow[] = [];
  private readonly rowsOfShape = new Map<ShapeName, number>();
  private invalidRowCount = 0;
  private lenientRowCount = 0;
  private emptyQueryCount = 0;
  private longestRowBytes = 0;
  private longestRow = 0;

  constructor(private readonly hashQuery: HashQuery) {
    this.queryOffsets.push(0);
  }

  add(place: SurveyedRow, read: ReadRow): void {
    this.measureBytes(place.bytes.length);
    if (read.kind === 'invalid') this.addInvalid(place, read.problem);
    else this.addValid(place, read);
    this.queryOffsets.push(this.hashHigh.length);
  }

  finish(): Survey {
    const columns = this.columns();
    const duplicateQueryCount = markRepeatedQueries(columns);
    return {
      columns,
      invalidRows: this.invalidRows,
      invalidRowCount: this.invalidRowCount,
      lenientRows: this.lenientRows,
      lenientRowCount: this.lenientRowCount,
      queryCount: columns.queryHashHigh.length,
      emptyQueryCount: this.emptyQueryCount,
      duplicateQueryCount,
      longestRowBytes: this.longestRowBytes,
      longestRow: this.longestRow,
      shapes: this.shapes(),
    };
  }

  private measureBytes(size: number): void {
    if (size <= this.longestRowBytes) return;
    this.longestRowBytes = size;
    this.longestRow = this.flags.length;
  }

  private addInvalid(place: SurveyedRow, problem: RowWarning): void {
    this.invalidRowCount++;
    if (this.invalidRows.length < maxListed) this.invalidRows.push(placed(this.flags.length, place, problem));
    this.addRow(0, 0, 0, 0, 0, rowFlag.invalid);
  }

  private addValid(place: SurveyedRow, read: ReadRow & { readonly kind: 'row' }): void {
    this.rowsOfShape.set(read.shape, (this.rowsOfShape.get(read.shape) ?? 0) + 1);
    const [warning] = read.warnings;
    if (warning !== undefined) this.addLenient(place, warning);
    const queries = queriesOf(read.conversation);
    if (queries.length === 0) this.emptyQueryCount++;
    for (const query of queries) this.addQuery(query);
    this.addRow(
      turnCountOf(read.conversation),
      totalLength(queries),
      wholeLength(read.conversation),
      answerLength(read.conversation),
      languageCode(queries.join('\n')),
      flagsOf(read),
    );
  }

  private addLenient(place: SurveyedRow, warning: RowWarning): void {
    this.lenientRowCount++;
    if (this.lenientRows.length < maxListed) this.lenientRows.push(placed(this.flags.length, place, warning));
  }

  private addQuery(query: string): void {
    const [high, low] = this.hashQuery(query);
    this.hashHigh.push(high);
    this.hashLow.push(low);
  }

  private addRow(
    turns: number,
    queryLength: number,
    length: number,
    answer: number,
    language: number,
    flags: number,
  ): void {
    this.turns.push(turns);
    this.queryLength.push(queryLength);
    this.length.push(length);
    this.answerLength.push(answer);
    this.language.push(language);
    this.flags.push(flags);
  }

  private columns(): RowColumns {
    return {
      rowCount: this.flags.length,
      turns: this.turns.finish(),
      queryLength: this.queryLength.finish(),
      length: this.length.finish(),
      answerLength: this.answerLength.finish(),
      language: Uint8Array.from(this.language.finish()),
      flags: Uint8Array.from(this.flags.finish()),
      queryOffsets: this.queryOffsets.finish(),
      queryHashHigh: this.hashHigh.finish(),
      queryHashLow: this.hashLow.finish(),
    };
  }

  private shapes(): Survey['shapes'] {
    const rank = (shape: ShapeName) => shapeNames.indexOf(shape);
    return [...this.rowsOfShape]
      .map(([shape, rows]) => ({ shape, rows }))
      .sort((a, b) => b.rows - a.rows || rank(a.shape) - rank(b.shape));
  }
}

function flagsOf({ conversation, warnings }: ReadRow & { readonly kind: 'row' }): number {
  const lenient = warnings.length > 0 ? rowFlag.lenient : 0;
  return conversationProblems(conversation).reduce((flags, { kind }) => flags | flagOf[kind], lenient);
}

/** The damage's own place: byte offset and line of the very byte. */
function placed(row: number, { line, byteOffset, bytes }: SurveyedRow, problem: RowWarning): InvalidRow {
  const at = byteOffset + problem.byteInRow;
  return {
    row,
    line: line + newlinesBefore(bytes, problem.byteInRow),
    byteOffset: at,
    message: `${problem.message} at byte ${at.toLocaleString('en-US')}`,
  };
}

function newlinesBefore(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at !== -1 && at < end; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

function totalLength(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

function turnsLength(turns: readonly Turn[]): number {
  return turns.reduce((sum, turn) => sum + turnText(turn).length, 0);
}

function wholeLength({ turns, chosen }: Conversation): number {
  return turnsLength(turns) + turnsLength(chosen ?? []);
}

function answerLength({ turns, chosen }: Conversation): number {
  return turnsLength([...turns, ...(chosen ?? [])].filter(({ role }) => role === 'assistant'));
}
