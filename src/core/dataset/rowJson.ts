/** One row's text as a JSON value: strict first, then with the leniency that real files need; damage is a value. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Where and why a row is not JSON; `byteInRow` counts from the row's first byte. */
export interface JsonProblem {
  /** Short and without position: "unexpected `}`". */
  readonly message: string;
  readonly byteInRow: number;
}

export type ParsedRow =
  | { readonly kind: 'value'; readonly value: JsonValue; readonly warnings: readonly string[] }
  | { readonly kind: 'invalid'; readonly problem: JsonProblem };
