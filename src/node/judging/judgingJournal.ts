/**
 * Verdicts beside the dataset, `<dataset>.judging.jsonl`: one JSON line per question, added as soon as it is answered,
 * keyed by judge and by the content of the rows, so that a stopped run goes on where it was and reordered data keep
 * their verdicts. A torn last line is ignored and ended before the next is added. One writer at a time.
 */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { acquireLock, isLock, type FileLock } from '../tagging/fileLock';

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

/** The journal is being written by another window or command. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
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
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => verdictOf(line) ?? []);
}

function verdictOf(line: string): KeptVerdict | null {
  try {
    const value = JSON.parse(line) as Partial<KeptVerdict> | null;
    const { judge, task, scores } = value ?? {};
    if (typeof judge !== 'string' || typeof task !== 'string' || !Array.isArray(scores)) return null;
    return scores.every((score) => typeof score === 'number') ? { judge, task, scores } : null;
  } catch {
    return null; // Torn or foreign: that question is asked again.
  }
}

export class JudgingWriter {
  private constructor(
    private readonly file: FileHandle,
    private readonly lock: FileLock,
  ) {}

  /** Rejects with `JournalInUse` while another process writes. */
  static async open(path: string): Promise<JudgingWriter> {
    const lock = await acquireLock(`${path}.lock`, { waitMs: 0 });
    if (!isLock(lock))
      throw new JournalInUse(`${path} is being written by process ${lock.pid}; try again when it is done.`);
    try {
      const file = await open(path, 'a+');
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      if (size > 0 && last.toString() !== '\n') await file.write('\n');
      return new JudgingWriter(file, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async add(verdict: KeptVerdict): Promise<void> {
    await this.file.write(`${JSON.stringify({ ...verdict, time: new Date().toISOString() })}\n`);
  }

  async close(): Promise<void> {
    await this.file.close();
    await this.lock.release();
  }
}
