/** Rows as the pages of the dataset editor want them: capped texts, pills, states. */
import {
  queriesOf,
  turnCountOf,
  turnText,
  type Conversation,
  type Part,
  type Turn,
} from '../../core/dataset/conversation';
import type { RowBytes } from '../../core/dataset/dataset';
import type { RowWarning } from '../../core/dataset/rowJson';
import type { ReadRow } from '../../core/dataset/rowReader';
import type { TagRecord } from '../../core/tagging/tagRecord';
import { halvesOfHash, queryHash } from '../../core/tagging/queryHash';
import type {
  DetailPart,
  DetailTurn,
  QueryTags,
  RawRow,
  RowDetail,
  RowSummary,
  TagPill,
  TagState,
} from '../../protocol/datasetEditor';
import type { DatasetSession } from './datasetSession';
import type { KnownTags } from './sessionTags';

const summaryCharacters = 400;
const partCharacters = 20_000;
const rawCharacters = 2_000_000;
const pillsPerRow = 24;
const excerptCharacters = 160;

/** What the editor knows of rows besides the session: who is being tagged, who is selected. */
export interface RowContext {
  readonly selectionRankOf: (row: number) => number | undefined;
  readonly whyOf: (row: number) => string | undefined;
}

export function rowSummary(session: DatasetSession, row: number, read: ReadRow, context: RowContext): RowSummary {
  const mark = session.marks.get(row);
  const selectionRank = context.selectionRankOf(row);
  const shared = {
    row,
    ...(mark === undefined ? {} : { mark }),
    ...(selectionRank === undefined ? {} : { selectionRank }),
  };
  if (read.kind === 'invalid')
    return {
      ...shared,
      query: '',
      pills: [],
      tagCount: 0,
      tagState: 'untagged',
      turns: 0,
      length: 0,
      isInvalid: true,
      problem: read.problem.message,
    };
  const queries = queriesOf(read.conversation);
  const known = session.tags.ofQueries(row, queries);
  const names = [...new Set(known.flatMap((tags) => tags.names))];
  const pills = names.map((name) => pillOf(session, name));
  const kept = new Set(pills.filter((pill) => pill.isDropped !== true).map((pill) => pill.name));
  const turns = allTurns(read.conversation);
  return {
    ...shared,
    query: (queries[0] ?? '').slice(0, summaryCharacters).replaceAll(/\s+/g, ' '),
    pills: distinctPills(pills).slice(0, pillsPerRow),
    tagCount: session.normalization.current === null ? names.length : kept.size,
    tagState: stateOfAll(known),
    turns: turnCountOf(read.conversation),
    length: turns.reduce((total, turn) => total + turnText(turn).length, 0),
    ...(read.warnings.length === 0 ? {} : { problem: warningText(read.warnings) }),
  };
}

/** `bare NaN, read as null` */
function warningText(warnings: readonly RowWarning[]): string {
  return [...new Set(warnings.map(({ message }) => message))].join('; ');
}

/** Normalized names once each, kept ones first. */
function distinctPills(pills: readonly TagPill[]): TagPill[] {
  const seen = new Set<string>();
  const distinct = pills.filter((pill) => !seen.has(pill.name) && seen.add(pill.name));
  return [...distinct.filter((pill) => !pill.isDropped), ...distinct.filter((pill) => pill.isDropped)];
}

/** A raw tag under its normalized name. */
export function pillOf(session: DatasetSession, rawName: string, explanation?: string): TagPill {
  const normalized = session.normalization.current;
  const told = explanation === undefined ? {} : { explanation };
  const rawId = normalized?.rawIds.get(rawName);
  if (normalized === null || normalized === undefined || rawId === undefined) return { name: rawName, ...told };
  const id = normalized.result.vocabulary.ofRaw[rawId]!;
  if (id < 0) return { name: rawName, isDropped: true, ...told };
  const name = normalized.result.vocabulary.names[id]!;
  return name === rawName ? { name, ...told } : { name, rawName, ...told };
}

function stateOfAll(known: readonly KnownTags[]): TagState {
  if (known.some(({ state }) => state === 'unreadable' || state === 'refused')) return 'failed';
  return known.some(({ state }) => state === 'tagged') ? 'tagged' : 'untagged';
}

function allTurns({ turns, chosen = [], rejected = [] }: Conversation): Turn[] {
  return [...turns, ...chosen, ...rejected];
}

export async function rowDetail(
  session: DatasetSession,
  bytes: RowBytes,
  read: ReadRow,
  context: RowContext,
): Promise<RowDetail> {
  const mark = session.marks.get(bytes.row);
  const why = context.whyOf(bytes.row);
  const place = {
    row: bytes.row,
    byteOffset: bytes.byteOffset,
    byteLength: bytes.bytes.length,
    ...(bytes.line === undefined ? {} : { line: bytes.line }),
    ...(mark === undefined ? {} : { mark }),
    ...(why === undefined ? {} : { why }),
  };
  if (read.kind === 'invalid')
    return { ...place, ...invalidDetail(session, bytes, read.problem), shape: 'invalid', turns: [], facts: [] };
  const { conversation, shape, warnings } = read;
  const tags = await queryTags(session, bytes.row, queriesOf(conversation));
  const detailOf = (turns: readonly Turn[] | undefined) =>
    turns?.map((turn) => ({ ...shared(turn), parts: turn.parts.map(cutPart) }));
  const { tools, label } = conversation;
  const chosen = detailOf(conversation.chosen);
  const rejected = detailOf(conversation.rejected);
  return {
    ...place,
    shape,
    turns: withTags(conversation.turns, tags),
    facts: conversation.facts ?? [],
    ...(chosen === undefined ? {} : { chosen }),
    ...(rejected === undefined ? {} : { rejected }),
    ...(tools === undefined ? {} : { tools }),
    ...(label === undefined ? {} : { label }),
    ...(warnings.length === 0 ? {} : { problem: warningText(warnings) }),
  };
}

function invalidDetail(
  session: DatasetSession,
  bytes: RowBytes,
  problem: { readonly message: string; readonly byteInRow: number },
) {
  const before = session.decode(
    bytes.bytes.subarray(Math.max(0, problem.byteInRow - excerptCharacters), problem.byteInRow),
  );
  const after = session.decode(bytes.bytes.subarray(problem.byteInRow, problem.byteInRow + excerptCharacters));
  const at = (bytes.byteOffset + problem.byteInRow).toLocaleString('en-US');
  return {
    problem: `Row ${bytes.row.toLocaleString('en-US')} is not valid JSON: ${problem.message} at byte ${at}.`,
    problemExcerpt: { text: before + after, at: before.length },
  };
}

function shared(turn: Turn): Pick<DetailTurn, 'role' | 'sourceRole'> {
  return { role: turn.role, ...(turn.sourceRole === undefined ? {} : { sourceRole: turn.sourceRole }) };
}

function withTags(turns: readonly Turn[], tags: readonly QueryTags[]): DetailTurn[] {
  let query = 0;
  return turns.map((turn) => {
    const detail = { ...shared(turn), parts: turn.parts.map(cutPart) };
    const isQuery = turn.role === 'user' && turnText(turn).trim() !== '';
    const own = isQuery ? tags[query++] : undefined;
    return own === undefined ? detail : { ...detail, tags: own };
  });
}

function textOf(part: Part): string {
  switch (part.kind) {
    case 'text':
    case 'thinking':
    case 'toolResult':
      return part.text;
    case 'toolCall':
      return part.arguments;
    case 'media':
      return part.reference;
  }
}

function cutPart(part: Part): DetailPart {
  const text = textOf(part);
  if (text.length <= partCharacters) return { part };
  const cut = text.slice(0, partCharacters);
  return { part: replaceText(part, cut), cutFrom: text.length };
}

function replaceText(part: Part, text: string): Part {
  switch (part.kind) {
    case 'text':
    case 'thinking':
    case 'toolResult':
      return { ...part, text };
    case 'toolCall':
      return { ...part, arguments: text };
    case 'media':
      return { ...part, reference: text };
  }
}

/** The whole text of one part. */
export function fullPart(read: ReadRow, where: 'turns' | 'chosen' | 'rejected', turn: number, part: number): string {
  if (read.kind === 'invalid') return '';
  const found = read.conversation[where]?.[turn]?.parts[part];
  return found === undefined ? '' : textOf(found);
}

/** Tags of each query with explanations, from the journal where they are there. */
async function queryTags(session: DatasetSession, row: number, queries: readonly string[]): Promise<QueryTags[]> {
  const known = session.tags.ofQueries(row, queries);
  return Promise.all(
    known.map(async (tags, index) => {
      const record = session.tags.source.kind === 'journal' ? await recordOf(session, queries[index]!) : null;
      return oneQuery(session, index, tags, record);
    }),
  );
}

function recordOf(session: DatasetSession, query: string): Promise<TagRecord | null> {
  const { high, low } = halvesOfHash(queryHash(query));
  return session.tags.journal.readRecord(high, low);
}

function oneQuery(session: DatasetSession, query: number, known: KnownTags, record: TagRecord | null): QueryTags {
  const { source } = session.tags;
  const tagger =
    record === null ? (source.kind === 'field' ? `field "${source.path}"` : undefined) : taggerName(record);
  const told = tagger === undefined || known.state === 'untagged' ? {} : { tagger };
  const outcome = record?.outcome;
  if (outcome !== undefined && outcome.kind !== 'tagged')
    return { query, state: 'failed', pills: [], problem: outcome.message, ...told };
  if (known.state === 'unreadable')
    return { query, state: 'failed', pills: [], problem: 'The reply in this field cannot be read.', ...told };
  const explained = new Map(outcome?.tags.map(({ tag, explanation }) => [tag, explanation]));
  const pills = known.names.map((name) => pillOf(session, name, explained.get(name)));
  return { query, state: known.state === 'tagged' ? 'tagged' : 'untagged', pills, ...told };
}

/** `gpt-4o-mini`, `all-MiniLM-L6-v2, embedded (preview quality)`. */
export function taggerName({ tagger, model }: Pick<TagRecord, 'tagger' | 'model'>): string {
  if (tagger === 'embedded') return `${model}, embedded (preview quality)`;
  if (tagger === 'lexical') return 'words and form only (preview quality)';
  return tagger === 'field' ? `field "${model}"` : model;
}

export function rawRow(session: DatasetSession, { row, byteOffset, bytes, line }: RowBytes): RawRow {
  const text = session.decode(bytes);
  return {
    row,
    text: text.slice(0, rawCharacters),
    isCut: text.length > rawCharacters,
    byteOffset,
    byteLength: bytes.length,
    ...(line === undefined ? {} : { line }),
  };
}
