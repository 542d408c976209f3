/** The lines of a tag journal: a header, records, and undone runs. Files merged by git may repeat or misplace any of them. */
import { isQueryHash } from './queryHash';
import { tagOf } from './tagList';
import type { Tag, TaggerIdentity, TagOutcome, TagRecord, TokenUsage } from './tagRecord';

export const journalVersion = 1;
const journalName = 'sft-lens-tags';

export type JournalLine =
  | { readonly kind: 'header'; readonly version: number }
  | { readonly kind: 'record'; readonly record: TagRecord }
  | { readonly kind: 'undo'; readonly run: string }
  /** Whose tags are shown from here on. */
  | { readonly kind: 'choice'; readonly layer: TaggerIdentity }
  | { readonly kind: 'unreadable' };

export function headerLine(): string {
  return `${JSON.stringify({ journal: journalName, version: journalVersion })}\n`;
}

export function recordLine(record: TagRecord): string {
  const { query, tagger, model, promptHash, time, run, outcome, usage } = record;
  const kept = { query, tagger, model, promptHash, time, run, outcome, ...(usage === undefined ? {} : { usage }) };
  return `${JSON.stringify(kept)}\n`;
}

export function undoLine(run: string, time: string): string {
  return `${JSON.stringify({ undo: run, time })}\n`;
}

export function choiceLine({ tagger, model, promptHash }: TaggerIdentity, time: string): string {
  return `${JSON.stringify({ shown: { tagger, model, promptHash }, time })}\n`;
}

/** What a line says; anything unknown is unreadable, never an error. */
export function readJournalLine(text: string): JournalLine {
  const value = parsed(text);
  if (value === null) return { kind: 'unreadable' };
  if (value['journal'] === journalName) return { kind: 'header', version: Number(value['version']) || 0 };
  if (typeof value['undo'] === 'string') return { kind: 'undo', run: value['undo'] };
  if (isFields(value['shown'])) return { kind: 'choice', layer: identityOf(value['shown']) };
  const record = recordOf(value);
  return record === null ? { kind: 'unreadable' } : { kind: 'record', record };
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function recordOf(fields: Fields): TagRecord | null {
  const { query, usage } = fields;
  const outcome = outcomeOf(fields['outcome']);
  if (!isQueryHash(query) || outcome === null) return null;
  return {
    query,
    ...identityOf(fields),
    time: text(fields['time']),
    run: text(fields['run']),
    outcome,
    ...(isUsage(usage)
      ? { usage: { promptTokens: usage.promptTokens, completionTokens: usage.completionTokens } }
      : {}),
  };
}

function identityOf(fields: Fields): TaggerIdentity {
  return { tagger: text(fields['tagger']), model: text(fields['model']), promptHash: text(fields['promptHash']) };
}

function outcomeOf(value: unknown): TagOutcome | null {
  if (!isFields(value)) return null;
  switch (value['kind']) {
    case 'tagged':
      return Array.isArray(value['tags']) ? { kind: 'tagged', tags: tagsOf(value['tags']) } : null;
    case 'unreadable':
      return { kind: 'unreadable', message: text(value['message']), raw: text(value['raw']) };
    case 'refused':
      return { kind: 'refused', message: text(value['message']) };
    default:
      return null;
  }
}

function tagsOf(values: readonly unknown[]): readonly Tag[] {
  return values.map(tagOf).filter((tag) => tag !== null);
}

function isUsage(value: unknown): value is TokenUsage {
  return isFields(value) && typeof value['promptTokens'] === 'number' && typeof value['completionTokens'] === 'number';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
