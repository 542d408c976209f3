/**
 * Appends records in groups: whatever came while the last group was on its way to the disk makes the next one. The lock
 * is kept from group to group, but not for long, so that other processes get their turn.
 */
import { open, stat, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { recordLine } from '../../core/tagging/journalLine';
import type { TagRecord } from '../../core/tagging/tagRecord';
import type { PlacedRecord, TagStore } from '../../core/tagging/tagStore';
import { appendLines, mendTail } from './journalFile';
import type { JournalReader } from './journalReader';
import { journalTrouble } from './journalTrouble';

/** The lock is given up after this long, for long enough that somebody who waits for it finds it free. */
const longestHoldMs = 500;
const pauseMs = 40;
/** It is kept this long for records that may follow at once: taking it again would cost more. */
const lingerMs = 25;
/** Groups begin at least this far apart: a flush costs more than what it flushes, and a record waits no longer for it. */
const groupEveryMs = 10;

interface Waiting {
  readonly records: readonly TagRecord[];
  settle(): void;
  fail(error: unknown): void;
}

export interface JournalTurns {
  /** Runs work in this process's order, holding the lock. */
  takeTurn<T>(work: () => Promise<T>): Promise<T>;
}

export class JournalWriter {
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private isDraining = false;
  private onArrival: () => void = () => undefined;

  constructor(
    private readonly reader: JournalReader,
    private readonly store: TagStore,
    private readonly turns: JournalTurns,
  ) {}

  append(records: readonly TagRecord[]): Promise<void> {
    return new Promise((settle, fail) => {
      this.waiting.push({ records, settle, fail });
      this.onArrival();
      this.writing ??= this.writeAll().finally(() => (this.writing = null));
    });
  }

  /** Settles when nothing waits to be written. */
  async drain(): Promise<void> {
    this.isDraining = true;
    this.onArrival();
    await this.writing;
  }

  /** Reads to the end and leaves no torn tail there. Whoever calls this holds the lock. */
  async readToEnd(): Promise<void> {
    await this.reader.readAppended();
    if (await mendTail(this.reader.path, this.reader.wholeUntil)) await this.reader.readAppended();
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const startedAt = Date.now();
      try {
        await this.turns.takeTurn(() => this.writeForAWhile());
      } catch (error) {
        this.failWaiting(error);
      }
      if (this.waiting.length > 0 && Date.now() - startedAt >= longestHoldMs) await delay(pauseMs);
    }
  }

  private async writeForAWhile(): Promise<void> {
    await this.readToEnd();
    const file = await open(this.reader.path, 'a');
    try {
      const until = Date.now() + longestHoldMs;
      while (Date.now() < until && (await this.hasWaiting())) {
        const nextAt = Date.now() + groupEveryMs;
        await this.writeGroup(file, this.waiting.splice(0));
        if (!this.isDraining && nextAt > Date.now()) await delay(nextAt - Date.now());
      }
    } finally {
      await file.close();
    }
  }

  /** True as soon as something waits to be written; false when nothing came in a while, or the journal is closing. */
  private async hasWaiting(): Promise<boolean> {
    if (this.waiting.length > 0) return true;
    if (this.isDraining) return false;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, lingerMs);
      this.onArrival = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return this.waiting.length > 0;
  }

  private async writeGroup(file: FileHandle, group: readonly Waiting[]): Promise<void> {
    try {
      await this.write(
        file,
        group.flatMap((waiting) => waiting.records),
      );
    } catch (error) {
      for (const waiting of group) waiting.fail(journalTrouble(error, this.reader.path));
      throw error;
    }
    for (const waiting of group) waiting.settle();
  }

  private async write(file: FileHandle, records: readonly TagRecord[]): Promise<void> {
    const { reader } = this;
    const stamped = records.map((record) => this.notEarlier(record));
    const lines = stamped.map(recordLine);
    const isFirst = reader.wholeUntil === 0;
    const offsets = await appendLines(file, reader.wholeUntil, lines);
    if (isFirst) reader.fileId = await fileIdOf(reader.path);
    const placed = stamped.map((record, index): PlacedRecord => {
      const byteLength = Buffer.byteLength(lines[index]!) - 1;
      return { record, position: { byteOffset: offsets[index]!, byteLength } };
    });
    reader.wholeUntil = offsets.at(-1)! + Buffer.byteLength(lines.at(-1)!);
    for (const { record } of placed) reader.runs.count(record);
    this.store.apply(placed);
  }

  /** A clock that was set back must not make a new record older than the one it replaces. */
  private notEarlier(record: TagRecord): TagRecord {
    const { latestTime } = this.reader.runs;
    return record.time < latestTime ? { ...record, time: latestTime } : record;
  }

  private failWaiting(error: unknown): void {
    for (const waiting of this.waiting.splice(0)) waiting.fail(journalTrouble(error, this.reader.path));
  }
}

async function fileIdOf(path: string): Promise<string> {
  const { dev, ino } = await stat(path);
  return `${dev}:${ino}`;
}
