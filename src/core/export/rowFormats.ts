/** Conversations in the shapes that trainers read. What a shape cannot hold is refused with the reason, never bent. */
import type { Conversation } from '../dataset/conversation';
import { toAlpaca } from './alpacaRow';
import { toMessages } from './messagesRow';
import { toShareGpt } from './shareGptRow';

/** `source` copies the row's bytes; the others convert. */
export const rowFormatNames = ['source', 'alpaca', 'sharegpt', 'messages'] as const;
export type RowFormat = (typeof rowFormatNames)[number];

/** True where `name` is the name of a format. */
export function isRowFormat(name: string): name is RowFormat {
  return rowFormatNames.some((known) => known === name);
}

export type ConvertedRow =
  | { readonly kind: 'row'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: 'refused'; readonly reason: string };

/** The row in another shape; `tags`, where given, are added under the key `tags`. */
export function convertRow(
  conversation: Conversation,
  format: Exclude<RowFormat, 'source'>,
  tags?: readonly string[],
): ConvertedRow {
  const converted = converters[format](conversation);
  if (converted.kind === 'refused' || tags === undefined) return converted;
  return { kind: 'row', value: { ...converted.value, tags } };
}

const converters: Readonly<Record<Exclude<RowFormat, 'source'>, (conversation: Conversation) => ConvertedRow>> = {
  alpaca: toAlpaca,
  sharegpt: toShareGpt,
  messages: toMessages,
};
