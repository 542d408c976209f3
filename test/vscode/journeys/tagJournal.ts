import { existsSync, readFileSync } from 'node:fs';

/** What the journeys look at in a record of the journal. */
export interface JournalRecord {
  readonly tagger: string;
  readonly outcome: { readonly kind: string };
}

/** The records of a tag journal: lines that carry a query's outcome. */
export function journalLines(file: string): readonly JournalRecord[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as JournalRecord).filter((record) => record.outcome !== undefined);
}
