/**
 * A model's replies beside the dataset, `<dataset>.refining.jsonl`: one JSON line per reply, added before the next
 * question goes out, keyed by the model and by the content hash of the question (its instructions, query, answer and
 * critique). A row that was stopped between its questions goes on at the one that is open; reordered data keep theirs.
 */
import { queryHash } from '../../core/tagging/queryHash';
import { saidText } from '../../core/tagging/saidText';
import type { RefinementPrompt } from '../../core/select/refinement';
import { readJournalLines } from '../judging/journalLines';

export interface KeptReply {
  readonly model: string;
  /** `questionKey` of what was asked. */
  readonly question: string;
  readonly reply: string;
}

/** Where a dataset's replies lie. */
export function refiningJournalPath(datasetPath: string): string {
  return `${datasetPath}.refining.jsonl`;
}

export function questionKey({ system, user }: RefinementPrompt): string {
  return queryHash(`${system}\u0000${user}`);
}

/** Replies by question, of one model; a later line wins. Thinking is no reply, though an earlier version kept it as one. */
export async function readReplies(path: string, model: string): Promise<Map<string, string>> {
  const replies = new Map<string, string>();
  for (const line of await readJournalLines(path)) {
    const kept = (line ?? {}) as Partial<KeptReply>;
    if (kept.model !== model || typeof kept.question !== 'string' || typeof kept.reply !== 'string') continue;
    const said = saidText(kept.reply);
    if (said !== '') replies.set(kept.question, said);
  }
  return replies;
}
