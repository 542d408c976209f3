/** A journal of paid answers: JSON lines, added as soon as they are there. A torn last line is ended before the next. */
import { open, readFile, type FileHandle } from 'node:fs/promises';
import { acquireLock, isLock, type FileLock } from '../tagging/fileLock';

/** The journal is being written by another window or command. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}

/** What each line holds, torn and foreign ones left out; nothing where there is no journal yet. */
export async function readJournalLines(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return []; // Torn or foreign: what it answered is asked again.
    }
  });
}

/** One writer at a time. */
export class JournalWriter<T extends object> {
  private constructor(
    private readonly file: FileHandle,
    private readonly lock: FileLock,
  ) {}

  /** Rejects with `JournalInUse` while another process writes. */
  static async open<T extends object>(path: string): Promise<JournalWriter<T>> {
    const lock = await acquireLock(`${path}.lock`, { waitMs: 0 });
    if (!isLock(lock))
      throw new JournalInUse(`${path} is being written by process ${lock.pid}; try again when it is done.`);
    try {
      const file = await open(path, 'a+');
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      if (size > 0 && last.toString() !== '\n') await file.write('\n');
      return new JournalWriter<T>(file, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async add(line: T): Promise<void> {
    await this.file.write(`${JSON.stringify({ ...line, time: new Date().toISOString() })}\n`);
  }

  async close(): Promise<void> {
    await this.file.close();
    await this.lock.release();
  }
}
