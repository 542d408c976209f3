/**
 * Reads a tagger's reply as it really comes: fenced, surrounded by prose, with LaTeX backslashes, as a bare object, a list
 * of strings, an object holding one list, or cut off in the middle. Time O(length) up to a fixed number of starts.
 */
import { readLenient } from './lenientJson';
import { saidText } from './saidText';
import { distinctTags, tagListOf, tagOf } from './tagList';
import type { Tag, TagOutcome } from './tagRecord';

export type ReplyRepair = 'prose' | 'escape' | 'truncated';

export type ParsedReply =
  | { readonly kind: 'tags'; readonly tags: readonly Tag[]; readonly repairs: readonly ReplyRepair[] }
  | { readonly kind: 'unreadable'; readonly message: string };

const longestReply = 1_000_000;
const longestRaw = 20_000;
const mostTags = 256;
const mostStarts = 24;

/** The tags of a reply and what had to be repaired, or why it cannot be read. Never throws. */
export function parseReply(text: string): ParsedReply {
  if (text.length > longestReply)
    return unreadable(`The reply is ${text.length} characters long: far too long for tags.`);
  const reply = text.trim();
  if (reply === '') return unreadable('The reply is empty.');
  return bounded(parseExact(reply) ?? parseThought(reply) ?? parseRepaired(reply));
}

/** A reply after thinking: lists that were only considered do not count. Null where nothing was thought aloud. */
function parseThought(reply: string): ParsedReply | null {
  const said = saidText(reply);
  if (said === reply) return null;
  if (said === '') return unreadable('The reply holds nothing but thinking.');
  return withProse(parseExact(said) ?? parseRepaired(said), true);
}

/** The reply as it is kept: tags, or the raw text (capped) with the reason. */
export function outcomeOfReply(text: string): TagOutcome {
  const parsed = parseReply(text);
  if (parsed.kind === 'unreadable') return { kind: 'unreadable', message: parsed.message, raw: cappedRaw(text) };
  return { kind: 'tagged', tags: parsed.tags };
}

/** A raw reply short enough to be kept, and honest about what was cut. */
function cappedRaw(text: string): string {
  if (text.length <= longestRaw) return text;
  return `${text.slice(0, longestRaw)}… (cut from ${text.length} characters)`;
}

function parseExact(reply: string): ParsedReply | null {
  try {
    const value: unknown = JSON.parse(reply);
    const tags = tagListOf(value);
    return tags === null || typeof value === 'string' ? null : { kind: 'tags', tags, repairs: [] };
  } catch {
    return null;
  }
}

function parseRepaired(reply: string): ParsedReply {
  const isBareJson = reply.startsWith('[') || reply.startsWith('{');
  let at = 0;
  for (let tried = 0; tried < mostStarts; tried++) {
    const start = nextStart(reply, at);
    if (start === -1) break;
    const attempt = readFrom(reply, start);
    if (typeof attempt !== 'number') return withProse(attempt, !isBareJson);
    at = attempt;
  }
  return unreadable(`The reply holds no JSON list of tags; it begins "${excerpt(reply)}".`);
}

/** What the value at `start` says, or where to look on when it is not about tags. */
function readFrom(reply: string, start: number): ParsedReply | number {
  const read = readLenient(reply, start);
  switch (read.kind) {
    case 'broken':
      return read.hasContent
        ? unreadable(`The reply's JSON is broken: ${read.message}.`)
        : Math.max(read.at, start + 1);
    case 'truncated':
      return salvaged(read.value, read.isRepaired);
    case 'complete': {
      const tags = isBareTag(read.value) ? tagsInSequence(reply, start) : tagListOf(read.value);
      if (tags === null) return read.end;
      return { kind: 'tags', tags, repairs: read.isRepaired ? ['escape'] : [] };
    }
  }
}

/** Only whole objects count: one that the text ended in is dropped. */
function salvaged(value: unknown, isRepaired: boolean): ParsedReply {
  const tags = isBareTag(value) ? null : tagListOf(value);
  if (tags === null) return unreadable('The reply was cut off before its first complete tag.');
  return { kind: 'tags', tags, repairs: isRepaired ? ['escape', 'truncated'] : ['truncated'] };
}

/** `{"tag": …}` after `{"tag": …}`, with or without commas between them. */
function tagsInSequence(reply: string, start: number): readonly Tag[] | null {
  const tags: (Tag | null)[] = [];
  let at = start;
  while (tags.length <= mostTags && reply[at] === '{') {
    const read = readLenient(reply, at);
    if (read.kind !== 'complete') break;
    tags.push(tagOf(read.value));
    at = read.end;
    while (at < reply.length && /[\s,]/.test(reply[at]!)) at++;
  }
  return distinctTags(tags);
}

function isBareTag(value: unknown): boolean {
  return !Array.isArray(value) && tagOf(value) !== null;
}

function nextStart(reply: string, from: number): number {
  for (let at = from; at < reply.length; at++) if (reply[at] === '[' || reply[at] === '{') return at;
  return -1;
}

function withProse(parsed: ParsedReply, hasProse: boolean): ParsedReply {
  if (parsed.kind === 'unreadable' || !hasProse || parsed.repairs.includes('prose')) return parsed;
  return { ...parsed, repairs: ['prose', ...parsed.repairs] };
}

function bounded(parsed: ParsedReply): ParsedReply {
  if (parsed.kind === 'unreadable' || parsed.tags.length <= mostTags) return parsed;
  return unreadable(`The reply lists ${parsed.tags.length} tags: the model ran away.`);
}

function unreadable(message: string): ParsedReply {
  return { kind: 'unreadable', message };
}

function excerpt(reply: string): string {
  return reply.slice(0, 60).replace(/\s+/g, ' ');
}
