/** A saved selection: settings, figures, rows in the order taken and why each, as a small file that people and git can read. */
import { readJudgingChoice } from '../../core/select/judgingChoice';
import { isSelectorName } from '../../core/select/selector';
import type { SelectionSettings } from '../../protocol/insights';
import type { CurrentSelection } from './currentSelection';

const selectionFormat = 'sft-lens selection';
const selectionVersion = 1;

export interface SavedSelection {
  readonly kind: 'selection';
  /** Name of the dataset's file. */
  readonly dataset: string;
  /** Its size then; row numbers of a file that was changed since may be those of other rows. */
  readonly datasetBytes?: number;
  readonly settings: SelectionSettings;
  /** In the order taken. */
  readonly rows: Uint32Array;
  /** In words, one per row; absent in files that do not say. */
  readonly why?: readonly string[];
}

export interface SelectionFileRefusal {
  readonly kind: 'refused';
  readonly message: string;
}

/** One row per line, so that two selections diff line by line. */
export function selectionText(
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number },
  current: CurrentSelection,
): string {
  const { settings, selected, coverage, meanTags, notes } = current.summary;
  const head = {
    format: selectionFormat,
    version: selectionVersion,
    dataset: name,
    datasetBytes: sizeBytes,
    settings,
    selected,
    coverage,
    meanTags,
    notes,
  };
  const rows = Array.from(current.selection.rows, (row, position) =>
    JSON.stringify({ row, why: current.whyAt(position) }),
  );
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "rows": [\n    ${rows.join(',\n    ')}\n  ]\n}\n`;
}

/** Row numbers are checked against the dataset they are opened on. */
export function parseSelection(text: string, rowCount: number): SavedSelection | SelectionFileRefusal {
  const value = parsed(text);
  if (!isObject(value) || value['format'] !== selectionFormat)
    return refusal('This is not a selection saved by SFT Lens: its "format" is not "sft-lens selection".');
  if (value['version'] !== selectionVersion)
    return refusal(`This selection has version ${JSON.stringify(value['version'])}; this program reads version 1.`);
  const settings = settingsOf(value['settings']);
  if (settings === null) return refusal('The "settings" of this selection cannot be read.');
  const entries = Array.isArray(value['rows']) ? value['rows'].map(entryOf) : [];
  const broken = entries.findIndex((entry) => entry === null || entry.row >= rowCount);
  if (broken >= 0)
    return refusal(
      `Entry ${broken} of "rows" names no row of this dataset, which has ${rowCount}. Is it another file's?`,
    );
  const known = entries.filter((entry) => entry !== null);
  if (new Set(known.map(({ row }) => row)).size < known.length) return refusal('A row stands twice in "rows".');
  const why = known.map((entry) => entry.why ?? '');
  return {
    kind: 'selection',
    dataset: typeof value['dataset'] === 'string' ? value['dataset'] : '',
    ...(typeof value['datasetBytes'] === 'number' ? { datasetBytes: value['datasetBytes'] } : {}),
    settings,
    rows: Uint32Array.from(known, ({ row }) => row),
    ...(why.some((words) => words !== '') ? { why } : {}),
  };
}

/** Rows of one selection that the other lacks, each side in its own order. */
export function differenceOf(
  first: Uint32Array,
  second: Uint32Array,
): { readonly onlyFirst: number[]; readonly onlySecond: number[]; readonly shared: number } {
  const [inFirst, inSecond] = [new Set(first), new Set(second)];
  const onlyFirst = Array.from(first).filter((row) => !inSecond.has(row));
  const onlySecond = Array.from(second).filter((row) => !inFirst.has(row));
  return { onlyFirst, onlySecond, shared: first.length - onlyFirst.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch {
    return null;
  }
}

function refusal(message: string): SelectionFileRefusal {
  return { kind: 'refused', message };
}

/** A row number, or an object with one and its reason. */
function entryOf(value: unknown): { readonly row: number; readonly why?: string } | null {
  const row: unknown = isObject(value) ? value['row'] : value;
  if (typeof row !== 'number' || !Number.isInteger(row) || row < 0) return null;
  const why = isObject(value) ? value['why'] : undefined;
  return typeof why === 'string' ? { row, why } : { row };
}

const numberFields = [
  'minimumQuality',
  'minimumLength',
  'maximumLength',
  'quotaShare',
  'targetCoverage',
  'targetComplexity',
] as const;

function settingsOf(value: unknown): SelectionSettings | null {
  if (!isObject(value)) return null;
  const { method, n, seed, isPadded, qualityPath, quotaPath, dropsNearDuplicates } = value;
  if (typeof method !== 'string' || !isSelectorName(method)) return null;
  if (typeof n !== 'number' || typeof seed !== 'number') return null;
  const judging = readJudgingChoice(value['judging']);
  const numbers = numberFields.flatMap((name) => (typeof value[name] === 'number' ? [[name, value[name]]] : []));
  return {
    method,
    n,
    seed,
    isPadded: isPadded === true,
    qualityPath: typeof qualityPath === 'string' ? qualityPath : '',
    ...(typeof quotaPath === 'string' ? { quotaPath } : {}),
    ...(dropsNearDuplicates === true ? { dropsNearDuplicates } : {}),
    ...(judging === undefined ? {} : { judging }),
    ...(Object.fromEntries(numbers) as Partial<Record<(typeof numberFields)[number], number>>),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
