/**
 * A journal of paid answers: JSON lines, each on the disk before it is told. What fails to be written whole is taken back,
 * and a torn last line is ended before the next, so that no answer is ever added to the rest of another.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { acquireLock, isLock, type FileLock } from '../tagging/fileLock';
import { readLineAt, readLines } from '../tagging/journalFile';
import { journalTrouble } from '../tagging/journalTrouble';

/** The journal is being written by another window or command. */
export class JournalInUse extends Error {
  override readonly name = 'JournalInUse';
}

/** Where a line lies. */
export interface LinePlace {
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Tells what each line holds, torn and foreign ones left out; nothing where there is no journal yet. */
export async function eachJournalLine(path: string, tell: (value: unknown, place: LinePlace) => void): Promise<void> {
  const file = await openIfPresent(path);
  if (file === null) return;
  try {
    const onLine = ({ text, byteOffset, byteLength }: LinePlace & { readonly text: string }): void => {
      const value = valueOf(text);
      if (value !== undefined) tell(value, { byteOffset, byteLength });
    };
    const wholeUntil = await readLines(file, 0, { onLine, onChunk: () => undefined });
    const byteLength = (await file.stat()).size - wholeUntil;
    if (byteLength > 0)
      onLine({ text: await readLineAt(path, wholeUntil, byteLength), byteOffset: wholeUntil, byteLength });
  } finally {
    await file.close();
  }
}

/** What the line at a place holds; undefined where it is gone. */
export async function journalValueAt(path: string, { byteOffset, byteLength }: LinePlace): Promise<unknown> {
  return valueOf(await readLineAt(path, byteOffset, byteLength));
}

/** Torn or foreign: what it answered is asked again. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** One writer at a time. Lines that come while others are on their way to the disk go there together. */
export class JournalWriter<T extends object> {
  private waiting: string[] = [];
  private group: Promise<readonly LinePlace[]> | null = null;
  private previous: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly lock: FileLock,
    private sizeBytes: number,
    private isTorn: boolean,
  ) {}

  /** Rejects with `JournalInUse` while another process writes. Whoever opened it reads again what is in the journal now. */
  static async open<T extends object>(path: string): Promise<JournalWriter<T>> {
    const lock = await acquireLock(`${path}.lock`, { waitMs: 0 }).catch((error: unknown) => {
      throw journalTrouble(error, path);
    });
    if (!isLock(lock))
      throw new JournalInUse(`${path} is being written by process ${lock.pid}; try again when it is done.`);
    const file = await open(path, 'a+').catch(async (error: unknown) => {
      await lock.release();
      throw journalTrouble(error, path);
    });
    try {
      const { size } = await file.stat();
      return new JournalWriter<T>(path, file, lock, size, await hasTornTail(file, size));
    } catch (error) {
      await closeBoth(file, lock);
      throw error;
    }
  }

  /** Settles when the line is on the disk; rejects where it is not in the journal. */
  async add(line: T): Promise<LinePlace> {
    const at = this.waiting.push(`${JSON.stringify({ ...line, time: new Date().toISOString() })}\n`) - 1;
    this.group ??= this.nextGroup();
    return (await this.group)[at]!;
  }

  /** Gives the lock up, whatever becomes of the file. */
  async close(): Promise<void> {
    await this.previous;
    await closeBoth(this.file, this.lock);
  }

  private nextGroup(): Promise<readonly LinePlace[]> {
    const group = this.previous.then(() => this.writeWaiting());
    this.previous = group.catch(() => undefined);
    return group;
  }

  private async writeWaiting(): Promise<readonly LinePlace[]> {
    const lines = this.waiting;
    this.waiting = [];
    this.group = null;
    const lineEnd = this.isTorn ? '\n' : '';
    const start = this.sizeBytes + lineEnd.length;
    const bytes = Buffer.from(lineEnd + lines.join(''));
    try {
      await this.file.appendFile(bytes);
      await this.file.datasync();
    } catch (error) {
      await this.takeBack();
      throw journalTrouble(error, this.path);
    }
    this.sizeBytes += bytes.length;
    this.isTorn = false;
    return placesOf(lines, start);
  }

  /** Where even that fails, the next line begins on a line of its own. */
  private async takeBack(): Promise<void> {
    await this.file.truncate(this.sizeBytes).catch(() => undefined);
    const size = await this.file.stat().then(
      (facts) => facts.size,
      () => this.sizeBytes + 1,
    );
    this.isTorn ||= size > this.sizeBytes;
    this.sizeBytes = size;
  }
}

function placesOf(lines: readonly string[], start: number): LinePlace[] {
  let byteOffset = start;
  return lines.map((line) => {
    const byteLength = Buffer.byteLength(line) - 1;
    const place = { byteOffset, byteLength };
    byteOffset += byteLength + 1;
    return place;
  });
}

async function hasTornTail(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

async function closeBoth(file: FileHandle, lock: FileLock): Promise<void> {
  try {
    await file.close();
  } finally {
    await lock.release();
  }
}

async function openIfPresent(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}
