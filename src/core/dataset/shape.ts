/** Rows of any known shape as conversations, and which shape a file has. */
import type { Conversation } from './conversation';
import type { QueryMapping } from './mapping';
import type { JsonValue } from './rowJson';
import type { ShapeName } from './shapeNames';

export interface ShapeReading {
  readonly shape: ShapeName;
  readonly conversation: Conversation;
}

export interface ShapeDetection {
  /** The shape of most rows looked at. */
  readonly shape: ShapeName;
  /** Share of the rows looked at that have it, 0 to 1. */
  readonly confidence: number;
  readonly counts: readonly { readonly shape: ShapeName; readonly rows: number }[];
  /** For people: `query = instruction + input, answer = output`. */
  readonly mapping: string;
  /** First queries of up to three rows, capped. */
  readonly examples: readonly string[];
}

/** A row as a conversation. Never fails: a row without a known shape has the shape `unknown` and no turns. */
export declare function readConversation(value: JsonValue, mapping: QueryMapping): ShapeReading;
/** The shape of a file from some of its rows. */
export declare function detectShape(values: readonly JsonValue[]): ShapeDetection;
