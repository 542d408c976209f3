/**
 * The journal as a file. One queue orders everything that touches it in this process; the lock file orders processes. A
 * record is told only after `fdatasync`; kill -9 at any moment leaves whole lines and at most one torn tail, which the
 * next writer cuts off.
 */
import { watch, type FSWatcher } from 'node:fs';
import { open, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Log } from '../../core/ports';
import { headerLine, readJournalLine, recordLine, undoLine } from '../../core/tagging/journalLine';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { TaggerIdentity, TagRecord } from '../../core/tagging/tagRecord';
import { TagStore } from '../../core/tagging/tagStore';
import { acquireLock, isLock, type FileLock } from './fileLock';
import { appendLines, mendTail, readLineAt, readLines, type PlacedLine } from './journalFile';
import type { JournalLocation } from './journalLocation';
import { JournalReader } from './journalReader';
import type { RunSummary, TagJournal } from './tagJournal';

const lockWaitMs = 30_000;
const pollMs = 1_000;

interface Waiting {
  readonly records: readonly TagRecord[];
  settle(): void;
  fail(error: unknown): void;
}

export class FileTagJournal implements TagJournal {
  readonly path: string;
  readonly isInStorage: boolean;
  readonly store = new TagStore();
  private readonly reader: JournalReader;
  private queue: Promise<unknown> = Promise.resolve();
  private waiting: Waiting[] = [];
  private watcher: FSWatcher | undefined;
  private poll: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    location: JournalLocation,
    private readonly log: Log | undefined,
  ) {
    this.path = location.path;
    this.isInStorage = location.isInStorage;
    this.reader = new JournalReader(location.path, this.store);
  }

  get warnings(): readonly string[] {
    return this.reader.warnings;
  }

  get runs(): readonly RunSummary[] {
    return this.reader.runs.summaries;
  }

  chooseLayer(layer: TaggerIdentity | null): void {
    this.store.choose(layer);
  }

  append(records: readonly TagRecord[]): Promise<void> {
    if (this.isClosed) return Promise.reject(new Error(`The journal ${this.path} is closed.`));
    if (records.length === 0) return Promise.resolve();
    return new Promise((settle, fail) => {
      this.waiting.push({ records, settle, fail });
      if (this.waiting.length === 1) void this.enqueue(() => this.writeWaiting()).catch(() => undefined);
    });
  }

  async readRecord(high: number, low: number, layer?: TaggerIdentity): Promise<TagRecord | null> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const position = this.store.positionOf(high, low, layer);
      if (position === null) return null;
      const line = readJournalLine(await readLineAt(this.path, position.byteOffset, position.byteLength));
      if (line.kind === 'record' && isOf(line.record, high, low)) return line.record;
      await this.refresh();
    }
    return null;
  }

  undoRun(run: string): Promise<void> {
    return this.enqueue(async () => {
      await this.locked(async () => {
        await this.readToEnd();
        await appendLines(this.path, this.reader.wholeUntil, [undoLine(run, new Date().toISOString())]);
      });
      await this.reader.readAppended();
    });
  }

  compact(): Promise<{ readonly bytesBefore: number; readonly bytesAfter: number }> {
    return this.enqueue(() =>
      this.locked(async () => {
        await this.readToEnd();
        const bytesBefore = this.reader.wholeUntil;
        if (bytesBefore > 0) await this.rewrite();
        return { bytesBefore, bytesAfter: this.reader.wholeUntil };
      }),
    );
  }

  refresh(): Promise<void> {
    return this.enqueue(() => this.reader.readAppended());
  }

  /** Reads what other processes append, as soon as the folder's watcher tells, and once a second in any case. */
  follow(): void {
    const look = (): void => void this.refresh().catch((error: unknown) => this.log?.warn(String(error)));
    const name = basename(this.path);
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) look();
      });
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      this.log?.info(`The folder of ${this.path} cannot be watched; it is looked at once a second.`);
    }
    this.poll = setInterval(look, pollMs);
    this.poll.unref();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.watcher?.close();
    clearInterval(this.poll);
    await this.queue.catch(() => undefined);
  }

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work, work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private async locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = await this.lock();
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }

  private async lock(): Promise<FileLock> {
    const result = await acquireLock(`${this.path}.lock`, { waitMs: lockWaitMs });
    if (isLock(result)) return result;
    throw new Error(
      `${this.path} is being written by process ${result.pid} on ${result.host} since ${result.since}. ` +
        `Wait for it, or delete ${this.path}.lock if that process is gone.`,
    );
  }

  /** Reads to the end and leaves no torn tail there. */
  private async readToEnd(): Promise<void> {
    await this.reader.readAppended();
    if (await mendTail(this.path, this.reader.wholeUntil)) await this.reader.readAppended();
  }

  /** Writes everything that is waiting as one group: one lock, one write, one flush. */
  private async writeWaiting(): Promise<void> {
    const group: Waiting[] = [];
    try {
      await this.locked(async () => {
        await this.readToEnd();
        group.push(...this.waiting.splice(0));
        await this.writeGroup(group.flatMap((waiting) => waiting.records));
      });
      for (const waiting of group) waiting.settle();
    } catch (error) {
      for (const waiting of [...group, ...this.waiting.splice(0)]) waiting.fail(plainError(error, this.path));
    }
  }

  private async writeGroup(records: readonly TagRecord[]): Promise<void> {
    const stamped = records.map((record) => this.notEarlier(record));
    const lines = stamped.map(recordLine);
    const offsets = await appendLines(this.path, this.reader.wholeUntil, lines);
    if (this.reader.wholeUntil === 0) this.reader.fileId = await fileIdOf(this.path);
    const placed = stamped.map((record, index) => {
      const byteLength = Buffer.byteLength(lines[index]!) - 1;
      return { record, position: { byteOffset: offsets[index]!, byteLength } };
    });
    this.reader.wholeUntil = offsets.at(-1)! + placed.at(-1)!.position.byteLength + 1;
    for (const { record } of placed) this.reader.runs.count(record);
    this.store.apply(placed);
  }

  /** A clock that was set back must not make a new record older than the one it replaces. */
  private notEarlier(record: TagRecord): TagRecord {
    return record.time < this.reader.runs.latestTime ? { ...record, time: this.reader.runs.latestTime } : record;
  }

  /** Copies the lines in force to a new file and puts it in place of the old one. */
  private async rewrite(): Promise<void> {
    const draft = `${this.path}.compact`;
    const source = await open(this.path, 'r');
    const target = await open(draft, 'w');
    try {
      const kept: string[] = [headerLine()];
      await readLines(source, 0, {
        onLine: (line) => {
          if (this.isInForce(line)) kept.push(`${line.text}\n`);
        },
        onChunk: () => target.appendFile(kept.splice(0).join('')),
      });
      await target.sync();
      await target.close();
      await rename(draft, this.path);
      await this.reader.readAppended();
    } finally {
      await source.close();
      await target.close().catch(() => undefined);
      await unlink(draft).catch(() => undefined);
    }
  }

  private isInForce(line: PlacedLine): boolean {
    const read = readJournalLine(line.text);
    if (read.kind !== 'record') return false;
    const { high, low } = halvesOfHash(read.record.query);
    return this.store.positionOf(high, low, read.record)?.byteOffset === line.byteOffset;
  }
}

function isOf(record: TagRecord, high: number, low: number): boolean {
  const halves = halvesOfHash(record.query);
  return halves.high === high && halves.low === low;
}

async function fileIdOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path);
  return `${dev}:${ino}`;
}

/** The usual troubles of disks, said plainly. */
function plainError(error: unknown, path: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const remedies: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full. Free some space and go on; nothing that was written is lost',
    EACCES: 'it may not be written. Allow it, or choose another journal',
    EPERM: 'it may not be written. Allow it, or choose another journal',
    EROFS: 'it lies on a read-only disk. Choose another journal',
    EDQUOT: 'your disk quota is used up. Free some space and go on; nothing that was written is lost',
    ENOENT: 'its folder does not exist. Make it, or choose another journal',
  };
  const remedy = remedies[code];
  if (remedy !== undefined) return new Error(`The tag journal ${path} cannot be written: ${remedy}.`);
  return error instanceof Error ? error : new Error(String(error));
}
