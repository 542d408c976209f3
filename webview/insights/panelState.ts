/** What the panel keeps while it is hidden. An older version may have written it, so each part is checked on the way in. */
import { readJudgingChoice } from '../../src/core/select/judgingChoice';
import type { SelectionSettings } from '../../src/protocol/insights';

export interface PanelState {
  readonly datasetId: string | null;
  readonly settings: SelectionSettings | null;
  readonly equalN: number | null;
  /** Charts that are shown as tables. */
  readonly tables: readonly string[];
  readonly benchMethods: readonly string[] | null;
  readonly isKnownOpen: boolean;
  readonly scrollTop: number;
  readonly previewScrollTop: number;
}

const emptyState: PanelState = {
  datasetId: null,
  settings: null,
  equalN: null,
  tables: [],
  benchMethods: null,
  isKnownOpen: false,
  scrollTop: 0,
  previewScrollTop: 0,
};

/** Reads what was kept; parts that do not have their shape are as if never kept. */
export function readPanelState(kept: unknown): PanelState {
  if (!isRecord(kept)) return emptyState;
  return {
    datasetId: typeof kept['datasetId'] === 'string' ? kept['datasetId'] : null,
    settings: readSettings(kept['settings']),
    equalN: isPositive(kept['equalN']) ? kept['equalN'] : null,
    tables: readNames(kept['tables']) ?? [],
    benchMethods: readNames(kept['benchMethods']),
    isKnownOpen: kept['isKnownOpen'] === true,
    scrollTop: isPositive(kept['scrollTop']) ? kept['scrollTop'] : 0,
    previewScrollTop: isPositive(kept['previewScrollTop']) ? kept['previewScrollTop'] : 0,
  };
}

const optionalNumbers = [
  'minimumQuality',
  'minimumLength',
  'maximumLength',
  'quotaShare',
  'targetCoverage',
  'targetComplexity',
] as const;

/** Settings as they were kept, or null where they are not settings. */
export function readSettings(kept: unknown): SelectionSettings | null {
  if (!isRecord(kept)) return null;
  const { method, n, seed, isPadded, qualityPath, quotaPath, dropsNearDuplicates } = kept;
  if (typeof method !== 'string' || !isPositive(n) || !isNumber(seed)) return null;
  const judging = readJudgingChoice(kept['judging']);
  const numbers: Partial<Record<(typeof optionalNumbers)[number], number>> = {};
  for (const name of optionalNumbers) {
    const value = kept[name];
    if (isNumber(value)) numbers[name] = value;
  }
  return {
    method,
    n,
    seed,
    isPadded: isPadded === true,
    qualityPath: typeof qualityPath === 'string' ? qualityPath : '',
    ...numbers,
    ...(typeof quotaPath === 'string' && { quotaPath }),
    ...(dropsNearDuplicates === true && { dropsNearDuplicates }),
    ...(judging !== undefined && { judging }),
  };
}

function readNames(kept: unknown): readonly string[] | null {
  return Array.isArray(kept) && kept.every((name) => typeof name === 'string') ? kept : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isPositive(value: unknown): value is number {
  return isNumber(value) && value > 0;
}
