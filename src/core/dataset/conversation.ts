/** A row as people read it: turns in order, whatever shape the file gave them. */

export type Role = 'system' | 'user' | 'assistant' | 'tool';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'toolCall'; readonly name: string; readonly arguments: string }
  | { readonly kind: 'toolResult'; readonly name?: string; readonly text: string }
  | { readonly kind: 'media'; readonly media: 'image' | 'audio' | 'video'; readonly reference: string };

export interface Turn {
  readonly role: Role;
  readonly parts: readonly Part[];
  /** The role as the file spells it, where it differs (`gpt`, `human`, `observation`). */
  readonly sourceRole?: string;
}

export interface Conversation {
  /** Shared turns; for preference rows, the prompt before the pair. */
  readonly turns: readonly Turn[];
  /** Preference pair, where the row holds one. */
  readonly chosen?: readonly Turn[];
  readonly rejected?: readonly Turn[];
  /** Tool definitions as JSON text, where the row holds them. */
  readonly tools?: string;
  /** KTO-style label, where the row holds one. */
  readonly label?: boolean;
  /** Short facts beside the conversation: category, source, id, scores. */
  readonly facts?: readonly { readonly name: string; readonly value: string }[];
}

/** The text of a turn without thinking, tool calls and media. */
export function turnText({ parts }: Turn): string {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'text') return only.text;
  return parts.flatMap((part) => (part.kind === 'text' || part.kind === 'toolResult' ? [part.text] : [])).join('\n');
}

/** Turns of a conversation as people count them: how often the user speaks. */
export function turnCountOf({ turns }: Conversation): number {
  return turns.filter(({ role }) => role === 'user').length;
}

/** The queries of a row, the unit of tagging: the text of each user turn, trimmed, empty ones left out. */
export function queriesOf(conversation: Conversation): string[] {
  return conversation.turns
    .filter((turn) => turn.role === 'user')
    .map((turn) => turnText(turn).trim())
    .filter((query) => query !== '');
}
