/** What one pass over a dataset finds: columns for filters and figures, problems, and the shapes met. */
import { queriesOf, turnCountOf, turnText, type Conversation, type Turn } from './conversation';
import { languageCode } from './language';
import type { ColumnPart } from './packedColumn';
import { PackedColumnWriter } from './packedColumnWriter';
import type { QueryHashColumns, QueryHashSink } from './queryHashes';
import { findRepeatedQueries } from './repeatedQueries';
import { languageNames, openColumns, rowFlag, type RowColumnParts, type RowColumns } from './rowColumns';
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
  /** Rows of each language, by its code. */
  readonly languageCounts: readonly number[];
}

/** A survey as it travels to another thread; its hashes go their own way. */
export type SharedSurvey = Omit<Survey, 'columns'> & { readonly columns: RowColumnParts };

export function openSurvey(shared: SharedSurvey, hashes: QueryHashColumns): Survey {
  return { ...shared, columns: openColumns(shared.columns, hashes) };
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

/** Takes rows in order and holds 3 to 8 bytes for most, beside the hashes. */
export class SurveyBuilder {
  private readonly turns = new PackedColumnWriter();
  private readonly queryLength = new PackedColumnWriter();
  private readonly otherLength = new PackedColumnWriter();
  private readonly answerLength = new PackedColumnWriter();
  private readonly language = new PackedColumnWriter();
  private readonly flags = new PackedColumnWriter();
  private readonly queryOffsets = new PackedColumnWriter();
  private readonly languageCounts = languageNames.map(() => 0);
  private readonly invalidRows: InvalidRow[] = [];
  private readonly lenientRows: InvalidRow[] = [];
  private readonly rowsOfShape = new Map<ShapeName, number>();
  private invalidRowCount = 0;
  private lenientRowCount = 0;
  private emptyQueryCount = 0;
  private longestRowBytes = 0;
  private longestRow = 0;

  constructor(
    private readonly hashQuery: HashQuery,
    private readonly hashes: QueryHashSink,
  ) {
    this.queryOffsets.push(0);
  }

  add(place: SurveyedRow, read: ReadRow): void {
    this.measureBytes(place.bytes.length);
    if (read.kind === 'invalid') this.addInvalid(place, read.problem);
    else this.addValid(place, read);
    this.queryOffsets.push(this.hashes.length);
  }

  finish(): SharedSurvey {
    const parts = this.parts();
    const flags = withRepeats(parts, this.hashes.columns());
    return {
      columns: { ...parts, flags: flags.part },
      invalidRows: this.invalidRows,
      invalidRowCount: this.invalidRowCount,
      lenientRows: this.lenientRows,
      lenientRowCount: this.lenientRowCount,
      queryCount: this.hashes.length,
      emptyQueryCount: this.emptyQueryCount,
      duplicateQueryCount: flags.repeatCount,
      longestRowBytes: this.longestRowBytes,
      longestRow: this.longestRow,
      shapes: this.shapes(),
      languageCounts: this.languageCounts,
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
    this.hashes.push(high, low);
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
    this.otherLength.push(length - queryLength - answer);
    this.answerLength.push(answer);
    this.language.push(language);
    this.languageCounts[language]!++;
    this.flags.push(flags);
  }

  private parts(): RowColumnParts {
    return {
      rowCount: this.flags.length,
      turns: this.turns.share(),
      queryLength: this.queryLength.share(),
      otherLength: this.otherLength.share(),
      answerLength: this.answerLength.share(),
      language: this.language.share(),
      flags: this.flags.share(),
      queryOffsets: this.queryOffsets.share(),
    };
  }

  private shapes(): Survey['shapes'] {
    const rank = (shape: ShapeName) => shapeNames.indexOf(shape);
    return [...this.rowsOfShape]
      .map(([shape, rows]) => ({ shape, rows }))
      .sort((a, b) => b.rows - a.rows || rank(a.shape) - rank(b.shape));
  }
}

/** The flags with those of repeated queries, which are known only at the end. Memory: a bit per row meanwhile. */
function withRepeats(
  parts: RowColumnParts,
  hashes: QueryHashColumns,
): { readonly part: ColumnPart; readonly repeatCount: number } {
  const columns = openColumns(parts, hashes);
  const isRepeated = new Uint8Array(Math.ceil(parts.rowCount / 8));
  let repeatCount = 0;
  findRepeatedQueries(columns, (row) => {
    repeatCount++;
    isRepeated[row >>> 3]! |= 1 << (row & 7);
  });
  const flags = new PackedColumnWriter();
  for (let row = 0; row < parts.rowCount; row++) {
    const repeat = (isRepeated[row >>> 3]! >> (row & 7)) & 1;
    flags.push(columns.flags.at(row)! | (repeat * rowFlag.repeatedQuery));
  }
  return { part: flags.share(), repeatCount };
}

function flagsOf({ conversation, warnings, shape }: ReadRow & { readonly kind: 'row' }): number {
  const lenient = warnings.length > 0 ? rowFlag.lenient : 0;
  const start = shape === 'history' ? lenient | rowFlag.hasHistory : lenient;
  return conversationProblems(conversation).reduce((flags, { kind }) => flags | flagOf[kind], start);
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
