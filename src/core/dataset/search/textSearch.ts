/** What is searched for, and what it is searched in: the decoded strings, keys, numbers and words of a row. */
import type { JsonValue } from '../rowJson';

export interface SearchQuery {
  readonly text: string;
  readonly isRegularExpression: boolean;
  readonly isCaseSensitive: boolean;
}

/** The expression of a query, or what is wrong with it. */
export function searchExpression(query: SearchQuery): RegExp | string {
  const source = query.isRegularExpression ? query.text : query.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const flags = query.isCaseSensitive ? 'mu' : 'imu';
  try {
    return new RegExp(source, flags);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the expression fits one of the strings (or keys) of a value. An explicit stack, since rows may nest deeply. */
export function matchesValue(value: JsonValue, expression: RegExp): boolean {
  const stack: JsonValue[] = [value];
  while (stack.length > 0) {
    const next = stack.pop()!;
    if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next) && Object.keys(next).some((key) => expression.test(key))) return true;
      for (const inner of Object.values(next) as JsonValue[]) stack.push(inner);
    } else if (next !== null && expression.test(String(next))) return true;
  }
  return false;
}
