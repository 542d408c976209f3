/**
 * A model's replies beside the dataset, `<dataset>.refining.jsonl`: one JSON line per reply, added before the row's next
 * question goes out, keyed by the model and by the content hash of the question (its instructions, query, answer and
 * critique). A row that was stopped between its questions goes on at the one that is open; reordered data keep theirs.
 */
import { queryHash } from '../../core/tagging/queryHash';
import { saidText } from '../../core/tagging/saidText';
import type { RefinementPrompt } from '../../core/select/refinement';
import { eachJournalLine, journalValueAt, type LinePlace } from '../judging/journalLines';

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

/** Replies of one model by question; a later line wins. The texts stay in the file. Memory O(questions). */
export class KeptReplies {
  private readonly places = new Map<string, LinePlace>();

  private constructor(
    private readonly path: string,
    private readonly model: string,
  ) {}

  static async read(path: string, model: string): Promise<KeptReplies> {
    const replies = new KeptReplies(path, model);
    await eachJournalLine(path, (line, place) => {
      const kept = replyOf(line, model);
      if (kept !== null) replies.places.set(kept.question, place);
    });
    return replies;
  }

  has(question: string): boolean {
    return this.places.has(question);
  }

  /** Null where the question is open. */
  async find(question: string): Promise<string | null> {
    const place = this.places.get(question);
    if (place === undefined) return null;
    const kept = replyOf(await journalValueAt(this.path, place), this.model);
    return kept?.question === question ? kept.reply : null;
  }

  /** The question was answered; its line lies there. */
  add(question: string, place: LinePlace): void {
    this.places.set(question, place);
  }
}

/** Thinking alone is no reply, though an earlier version kept it as one. */
function replyOf(line: unknown, model: string): KeptReply | null {
  const kept = (line ?? {}) as Partial<KeptReply>;
  if (kept.model !== model || typeof kept.question !== 'string' || typeof kept.reply !== 'string') return null;
  const reply = saidText(kept.reply);
  return reply === '' ? null : { model, question: kept.question, reply };
}
