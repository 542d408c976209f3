import type { Turn } from '../conversation';
import type { JsonObject } from '../rowJson';
import type { ShapeName } from '../shapeNames';

/** What a reader found in a row. */
export interface ShapeMatch {
  readonly turns: readonly Turn[];
  readonly chosen?: readonly Turn[];
  readonly rejected?: readonly Turn[];
  /** Keys of the row that are shown as turns, and so not as facts. */
  readonly used: readonly string[];
  /** For people: `query = instruction + input, answer = output`. */
  readonly mapping: string;
}

/** Knows one shape; undefined where the row does not have it. */
export interface ShapeReader {
  readonly name: ShapeName;
  read(row: JsonObject): ShapeMatch | undefined;
}
