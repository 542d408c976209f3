import type { RowFilter } from '../../core/dataset/rowFilter';

/** Numbers are compared as numbers where both sides are numbers, everything else as text. */
export function matchesPath(
  { comparison, value: wanted }: RowFilter & { readonly kind: 'path' },
  value: unknown,
): boolean {
  if (comparison === 'exists') return value !== undefined;
  if (value === undefined) return comparison === '!=';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (comparison === 'contains') return text.toLowerCase().includes(wanted.toLowerCase());
  const areNumbers =
    wanted.trim() !== '' && text.trim() !== '' && !Number.isNaN(Number(wanted)) && !Number.isNaN(Number(text));
  const order = areNumbers ? Number(text) - Number(wanted) : text < wanted ? -1 : text > wanted ? 1 : 0;
  switch (comparison) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
