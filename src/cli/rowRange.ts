/** Rows as `--rows` names them. */
import { UsageError } from './arguments';

/** First and last row of `A-B`. */
export function rowRange(text: string): { readonly first: number; readonly last: number } {
  const found = /^(\d+)(?:-(\d+))?$/.exec(text);
  const first = Number(found?.[1]);
  const last = Number(found?.[2] ?? found?.[1]);
  if (found === null || last < first) throw new UsageError(`--rows must be A-B, like 0-99, got "${text}".`);
  return { first, last };
}
