/** Where in a text file a problem of a row stands, as editors count: lines from 0, columns in UTF-16 units from 0. */

export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** `before` is the row's text up to the problem; `line` counts from 1 and is where the row begins, `column` its first column. */
export function placeInText(before: string, line: number, column = 0): TextPlace {
  const lastEnd = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  const lineEnds = before.match(/\r\n|\n|\r/g)?.length ?? 0;
  return lastEnd < 0
    ? { line: line - 1, column: column + before.length }
    : { line: line - 1 + lineEnds, column: before.length - lastEnd - 1 };
}
