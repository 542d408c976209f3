/** How a row is read as a conversation: detected, by a named shape, or by paths that the user gave. */
import type { ShapeName } from './shapeNames';

export type QueryMapping =
  | { readonly kind: 'auto' }
  | { readonly kind: 'shape'; readonly shape: ShapeName }
  | { readonly kind: 'fields'; readonly fields: FieldPaths };

/** Dotted paths into a row (`data.query`, `turns.0.text`); `turns` names a list of messages. */
export interface FieldPaths {
  readonly query?: string;
  /** Added to the query after a blank line, as Alpaca's `input` is. */
  readonly context?: string;
  readonly answer?: string;
  readonly system?: string;
  readonly turns?: string;
}

export interface MappingProblem {
  readonly kind: 'problem';
  readonly message: string;
}

/** `auto`, a shape's name, or `query=path;answer=path;system=path;context=path` or `turns=path`. */
export declare function parseMapping(text: string): QueryMapping | MappingProblem;
/** The text that `parseMapping` reads back. */
export declare function formatMapping(mapping: QueryMapping): string;
