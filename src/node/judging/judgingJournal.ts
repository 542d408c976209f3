/**
 * Verdicts beside the dataset, `<dataset>.judging.jsonl`: one JSON line per question, added as soon as it is answered,
 * keyed by judge and by the content of the rows, so that a stopped run goes on where it was and reordered data keep
 * their verdicts.
 */
import { readJournalLines } from './journalLines';

export interface KeptVerdict {
  readonly judge: string;
  /** Content hashes of the rows, in the order asked, joined by `-`. */
  readonly task: string;
  readonly scores: readonly number[];
}

/** Where a dataset's verdicts lie. */
export function judgingJournalPath(datasetPath: string): string {
  return `${datasetPath}.judging.jsonl`;
}

/** Scores by task, of one judge; a later line wins. */
export async function readVerdicts(path: string, judge: string): Promise<Map<string, readonly number[]>> {
  const verdicts = new Map<string, readonly number[]>();
  for (const verdict of await readAll(path)) if (verdict.judge === judge) verdicts.set(verdict.task, verdict.scores);
  return verdicts;
}

/** Judges that answered about single rows, in the order they first did. */
export async function judgesOf(path: string): Promise<string[]> {
  const judges = new Set<string>();
  for (const verdict of await readAll(path)) if (verdict.scores.length === 1) judges.add(verdict.judge);
  return [...judges];
}

async function readAll(path: string): Promise<KeptVerdict[]> {
  return (await readJournalLines(path)).flatMap((line) => verdictOf(line) ?? []);
}

function verdictOf(line: unknown): KeptVerdict | null {
  const { judge, task, scores } = (line ?? {}) as Partial<KeptVerdict>;
  if (typeof judge !== 'string' || typeof task !== 'string' || !Array.isArray(scores)) return null;
  return scores.every((score) => typeof score === 'number') ? { judge, task, scores } : null;
}
