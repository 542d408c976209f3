/** From a row's bytes to what people read. */
import type { Conversation } from './conversation';
import type { DecodeRow, Encoding } from './dataset';
import type { QueryMapping } from './mapping';
import { parseRow, type JsonProblem, type JsonValue, type RowWarning } from './rowJson';
import { readConversation } from './shape';
import type { ShapeName } from './shapeNames';

export type ReadRow =
  | {
      readonly kind: 'row';
      readonly value: JsonValue;
      readonly shape: ShapeName;
      readonly conversation: Conversation;
      readonly warnings: readonly RowWarning[];
    }
  | { readonly kind: 'invalid'; readonly problem: JsonProblem };

/** Decodes, parses and interprets one row; `encoding` places problems at their bytes. */
export function readRow(bytes: Uint8Array, decode: DecodeRow, mapping: QueryMapping, encoding?: Encoding): ReadRow {
  const parsed = parseRow(decode(bytes), encoding);
  if (parsed.kind === 'invalid') return parsed;
  const { shape, conversation } = readConversation(parsed.value, mapping);
  return { kind: 'row', value: parsed.value, shape, conversation, warnings: parsed.warnings };
}
