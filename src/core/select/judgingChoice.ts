/** Which verdicts of a judge model a selection uses, and the quality column that a judge's scores make. */

export interface JudgingChoice {
  /** Model and prompt. */
  readonly judge: string;
  /** In pairs, both orders; or each row alone, the ablation. */
  readonly mode: 'pairs' | 'single';
  readonly clustering: 'k-means' | 'dbscan' | 'off';
}

/** The choice as it was kept; undefined where it is none. */
export function readJudgingChoice(value: unknown): JudgingChoice | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { judge, mode, clustering } = value as Readonly<Record<string, unknown>>;
  if (typeof judge !== 'string' || (mode !== 'pairs' && mode !== 'single')) return undefined;
  if (clustering !== 'k-means' && clustering !== 'dbscan' && clustering !== 'off') return undefined;
  return { judge, mode, clustering };
}

const prefix = 'judge:';

/** Stands where a quality path does: the scores that a judge gave to each row alone. */
export function judgedColumn(judge: string): string {
  return `${prefix}${judge}`;
}

/** The judge of such a column; null for a JSON path. */
export function judgeOfColumn(path: string): string | null {
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}
