/**
 * The journal as a file. One queue orders everything that touches it in this process; the lock file orders processes. A
 * record is told only after `fdatasync`; kill -9 at any moment leaves whole lines and at most one torn tail, which the
 * next writer cuts off.
 */
import { watch, type FSWatcher } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Log } from '../../core/ports';
import { choiceLine, readJournalLine, undoLine } from '../../core/tagging/journalLine';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { TaggerIdentity, TagRecord } from '../../core/tagging/tagRecord';
import { layerKey, TagStore } from '../../core/tagging/tagStore';
import { acquireLock, isLock, type FileLock } from './fileLock';
import { compactJournal } from './journalCompaction';
import { appendLines, readLineAt } from './journalFile';
import type { JournalLocation } from './journalLocation';
import { JournalReader } from './journalReader';
import { journalTrouble } from './journalTrouble';
import { JournalWriter } from './journalWriter';
import type { RunSummary, TagJournal } from './tagJournal';

const lockWaitMs = 30_000;
const pollMs = 1_000;
/** Changes seen by the watcher are looked at together. */
const lookDelayMs = 50;

export class FileTagJournal implements TagJournal {
  readonly path: string;
  readonly isInStorage: boolean;
  readonly store = new TagStore();
  private readonly reader: JournalReader;
  private readonly writer: JournalWriter;
  private queue: Promise<unknown> = Promise.resolve();
  private watcher: FSWatcher | undefined;
  private poll: NodeJS.Timeout | undefined;
  private look: NodeJS.Timeout | undefined;
  private isClosed = false;
  private unwrittenChoice: TaggerIdentity | null = null;

  constructor(
    location: JournalLocation,
    private readonly log: Log | undefined,
  ) {
    this.path = location.path;
    this.isInStorage = location.isInStorage;
    this.reader = new JournalReader(location.path, this.store);
    this.writer = new JournalWriter(this.reader, this.store, { takeTurn: (work) => this.takeTurn(work) });
  }

  get warnings(): readonly string[] {
    return this.reader.warnings;
  }

  get runs(): readonly RunSummary[] {
    return this.reader.runs.summaries;
  }

  /** Begins with the choice that the file holds. */
  async open(): Promise<void> {
    await this.refresh();
    this.store.choose(this.reader.choice);
  }

  chooseLayer(layer: TaggerIdentity): void {
    this.store.choose(layer);
    this.unwrittenChoice = layer;
    this.writeChoice();
  }

  append(records: readonly TagRecord[]): Promise<void> {
    if (this.isClosed) return Promise.reject(new Error(`The journal ${this.path} is closed.`));
    if (records.length === 0) return Promise.resolve();
    return this.writer.append(records).then(() => this.writeChoice());
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
    return this.takeTurn(async () => {
      await this.writer.readToEnd();
      await this.appendLine(undoLine(run, new Date().toISOString()));
    });
  }

  compact(): Promise<{ readonly bytesBefore: number; readonly bytesAfter: number }> {
    return this.takeTurn(async () => {
      await this.writer.readToEnd();
      const bytesBefore = this.reader.wholeUntil;
      if (bytesBefore > 0) await compactJournal(this.path, this.store, this.reader.choice);
      await this.reader.readAppended();
      return { bytesBefore, bytesAfter: this.reader.wholeUntil };
    });
  }

  refresh(): Promise<void> {
    return this.enqueue(() => this.reader.readAppended());
  }

  /** Reads what other processes append, as soon as the folder's watcher tells, and once a second in any case. */
  follow(): void {
    const name = basename(this.path);
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) this.lookSoon();
      });
      this.watcher.on('error', () => this.watcher?.close());
    } catch {
      this.log?.info(`The folder of ${this.path} cannot be watched; it is looked at once a second.`);
    }
    this.poll = setInterval(() => this.lookSoon(), pollMs);
    this.poll.unref();
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.watcher?.close();
    clearInterval(this.poll);
    clearTimeout(this.look);
    await this.writer.drain();
    await this.queue;
  }

  /** No journal is made for a choice alone. A choice that cannot be written holds for this window only. */
  private writeChoice(): void {
    const layer = this.unwrittenChoice;
    if (layer === null || this.reader.wholeUntil === 0) return;
    this.unwrittenChoice = null;
    this.takeTurn(async () => {
      await this.writer.readToEnd();
      const { choice } = this.reader;
      if (choice === null || layerKey(choice) !== layerKey(layer))
        await this.appendLine(choiceLine(layer, new Date().toISOString()));
    }).catch((error: unknown) => this.log?.warn(String(error)));
  }

  private async appendLine(line: string): Promise<void> {
    const file = await open(this.path, 'a');
    try {
      await appendLines(file, this.reader.wholeUntil, [line]);
    } finally {
      await file.close();
    }
    await this.reader.readAppended();
  }

  private lookSoon(): void {
    this.look ??= setTimeout(() => {
      this.look = undefined;
      this.refresh().catch((error: unknown) => this.log?.warn(String(error)));
    }, lookDelayMs);
    this.look.unref();
  }

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.queue.then(work);
    this.queue = done.catch(() => undefined);
    return done;
  }

  private takeTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.enqueue(async () => {
      const lock = await this.lock();
      try {
        return await work();
      } finally {
        await lock.release();
      }
    });
  }

  private async lock(): Promise<FileLock> {
    const result = await acquireLock(`${this.path}.lock`, { waitMs: lockWaitMs }).catch((error: unknown) => {
      throw journalTrouble(error, this.path);
    });
    if (isLock(result)) return result;
    throw new Error(
      `${this.path} is being written by process ${result.pid} on ${result.host} since ${result.since}. ` +
        `Wait for it, or delete ${this.path}.lock if that process is gone.`,
    );
  }
}

function isOf(record: TagRecord, high: number, low: number): boolean {
  const halves = halvesOfHash(record.query);
  return halves.high === high && halves.low === low;
}
