/** Dotted paths into a row: `source`, `meta.score`, `turns.0.text`. A key that holds dots is found whole first. */

/** The value at a path, or undefined where the row has none. */
export function valueAt(row: unknown, path: string): unknown {
  if (!isObject(row)) return undefined;
  if (Object.hasOwn(row, path)) return Reflect.get(row, path) as unknown;
  let value: unknown = row;
  for (const key of path.split('.')) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key) as unknown;
  }
  return value;
}

/** Paths of a row's numbers and short texts, at most three levels deep; arrays are not entered. */
export function scalarPaths(row: unknown, prefix = '', depth = 0): { path: string; value: string | number }[] {
  if (!isObject(row) || Array.isArray(row) || depth > 2) return [];
  return Object.entries(row).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'number' || (typeof value === 'string' && value.length <= 80)) return [{ path, value }];
    return scalarPaths(value, path, depth + 1);
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
