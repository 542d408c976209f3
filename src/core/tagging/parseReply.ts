/** Reads a tagger's reply as it really comes. */
import type { Tag, TagOutcome } from './tagRecord';

export type ReplyRepair = 'fence' | 'prose' | 'escape' | 'truncated' | 'wrapped';

export type ParsedReply =
  | { readonly kind: 'tags'; readonly tags: readonly Tag[]; readonly repairs: readonly ReplyRepair[] }
  | { readonly kind: 'unreadable'; readonly message: string };

/** The tags of a reply and what had to be repaired, or why it cannot be read. Never throws. */
export function parseReply(text: string): ParsedReply {
  throw new Error(`Not built yet: ${text}`);
}

/** The reply as it is kept: tags, or the raw text (capped) with the reason. */
export function outcomeOfReply(text: string): TagOutcome {
  throw new Error(`Not built yet: ${text}`);
}
