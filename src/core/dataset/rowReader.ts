/** From a row's bytes to what people read. */
import type { Conversation } from './conversation';
import type { DecodeRow } from './dataset';
import type { QueryMapping } from './mapping';
import type { JsonProblem, JsonValue } from './rowJson';
import type { ShapeName } from './shapeNames';

export type ReadRow =
  | {
      readonly kind: 'row';
      readonly value: JsonValue;
      readonly shape: ShapeName;
      readonly conversation: Conversation;
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'invalid'; readonly problem: JsonProblem };

export declare function readRow(bytes: Uint8Array, decode: DecodeRow, mapping: QueryMapping): ReadRow;
