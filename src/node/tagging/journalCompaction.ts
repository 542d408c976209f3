/** A journal rewritten with only the records in force, put in place of the old one in one step. */
import { open, rename, unlink } from 'node:fs/promises';
import { choiceLine, headerLine, readJournalLine } from '../../core/tagging/journalLine';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import type { TagStore } from '../../core/tagging/tagStore';
import { readLines, type PlacedLine } from './journalFile';

/** The store must be up to date with the file, and the caller hold the lock. */
export async function compactJournal(path: string, store: TagStore, choice: TaggerIdentity | null): Promise<void> {
  const draft = `${path}.compact`;
  const source = await open(path, 'r');
  const target = await open(draft, 'w');
  try {
    const kept: string[] = [headerLine()];
    await readLines(source, 0, {
      onLine: (line) => {
        if (isInForce(line, store)) kept.push(`${line.text}\n`);
      },
      onChunk: () => target.appendFile(kept.splice(0).join('')),
    });
    if (choice !== null) await target.appendFile(choiceLine(choice, new Date().toISOString()));
    await target.sync();
    await target.close();
    await rename(draft, path);
  } finally {
    await source.close();
    await target.close().catch(() => undefined);
    await unlink(draft).catch(() => undefined);
  }
}

function isInForce(line: PlacedLine, store: TagStore): boolean {
  const read = readJournalLine(line.text);
  if (read.kind !== 'record') return false;
  const { high, low } = halvesOfHash(read.record.query);
  return store.positionOf(high, low, read.record)?.byteOffset === line.byteOffset;
}
