/**
 * Verdicts beside the dataset, `<dataset>.judging.jsonl`: one JSON line per question, added as soon as it is answered,
 * keyed by judge and by the content of the rows, so that a stopped run goes on where it was and reordered data keep
 * their verdicts.
 */
import { eachJournalLine } from './journalLines';

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
  await eachVerdict(path, (verdict) => {
    if (verdict.judge === judge) verdicts.set(verdict.task, verdict.scores);
  });
  return verdicts;
}

/** Judges that answered about single rows, in the order they first did. */
export async function judgesOf(path: string): Promise<string[]> {
  const judges = new Set<string>();
  await eachVerdict(path, ({ judge, scores }) => {
    if (scores.length === 1) judges.add(judge);
  });
  return [...judges];
}

function eachVerdict(path: string, tell: (verdict: KeptVerdict) => void): Promise<void> {
  return eachJournalLine(path, (line) => {
    const verdict = verdictOf(line);
    if (verdict !== null) tell(verdict);
  });
}

function verdictOf(line: unknown): KeptVerdict | null {
  const { judge, task, scores } = (line ?? {}) as Partial<KeptVerdict>;
  if (typeof judge !== 'string' || typeof task !== 'string' || !Array.isArray(scores)) return null;
  return scores.every((score) => typeof score === 'number') ? { judge, task, scores } : null;
}
