/** Reading fields of rows whose keys and types are not to be trusted. */
import type { JsonObject, JsonValue } from '../rowJson';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The key as the row spells it: exact first, then whatever its case. */
export function keyOf(row: JsonObject, key: string): string | undefined {
  if (Object.hasOwn(row, key)) return key;
  for (const other in row) if (other.length === key.length && other.toLowerCase() === key) return other;
  return undefined;
}

export function field(row: JsonObject, key: string): JsonValue | undefined {
  const found = keyOf(row, key);
  return found === undefined ? undefined : row[found];
}

/** The first of the keys that the row has with a value that `accepts`. */
export function firstKey(
  row: JsonObject,
  keys: readonly string[],
  accepts: (value: JsonValue) => boolean,
): string | undefined {
  for (const key of keys) {
    const found = keyOf(row, key);
    if (found !== undefined && accepts(row[found]!)) return found;
  }
  return undefined;
}

export function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

/** A string as itself, null and absence as nothing, numbers and booleans as written, anything else as JSON. */
export function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : jsonText(value);
}

/** JSON text of a value; one nested too deep to be written says so. */
export function jsonText(value: JsonValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deep to show)';
  }
}

/** The value at a dotted path (`data.0.text`); undefined where it leads nowhere. */
export function valueAt(value: JsonValue, path: string): JsonValue | undefined {
  if (path === '') return value;
  if (isObject(value) && Object.hasOwn(value, path)) return value[path];
  let at: JsonValue | undefined = value;
  for (const step of path.split('.')) {
    if (isList(at)) at = at[Number(step)];
    else if (isObject(at)) at = field(at, step);
    else return undefined;
  }
  return at;
}
