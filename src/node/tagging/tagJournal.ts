/** The tag journal: append-only JSON lines beside the dataset, safe against kill -9, shared by processes. */
import type { Log } from '../../core/ports';
import type { TaggerIdentity, TagRecord } from '../../core/tagging/tagRecord';
import type { ReadableTagStore } from '../../core/tagging/tagStore';
import { FileTagJournal } from './fileTagJournal';
import { locateJournal } from './journalLocation';

export interface OpenJournalOptions {
  readonly datasetPath: string;
  /** In place of `<dataset file name>.tags.jsonl` beside the dataset. */
  readonly journalPath?: string | undefined;
  /** Used where the dataset's folder cannot be written. */
  readonly storageFolder?: string | undefined;
  readonly log?: Log;
  /** Watch the file and read what other processes append. */
  readonly isFollowing?: boolean;
}

export interface RunSummary extends TaggerIdentity {
  readonly run: string;
  readonly recordCount: number;
  readonly firstTime: string;
  readonly lastTime: string;
  readonly isUndone: boolean;
}

export interface TagJournal {
  readonly path: string;
  /** True where it lies in the storage folder because the dataset's folder cannot be written. */
  readonly isInStorage: boolean;
  /** Why it can be neither read nor written, and the remedy; absent for a journal in order. */
  readonly problem?: string;
  readonly store: ReadableTagStore;
  /** Lines that could not be read, torn tails and the like, in words. */
  readonly warnings: readonly string[];
  readonly runs: readonly RunSummary[];
  /** Reads this layer by default; the journal says so, once it has a record, to the next that opens it. */
  chooseLayer(layer: TaggerIdentity): void;
  /** Settles when the records are on the disk (fsync) and in the store. */
  append(records: readonly TagRecord[]): Promise<void>;
  /** The whole record of a query: explanations, raw reply, time. */
  readRecord(high: number, low: number, layer?: TaggerIdentity): Promise<TagRecord | null>;
  /** Takes a run's records out of force; what they replaced comes back. */
  undoRun(run: string): Promise<void>;
  /** Rewrites the file with only the records in force; atomic. */
  compact(): Promise<{ readonly bytesBefore: number; readonly bytesAfter: number }>;
  /** Reads what others have appended since. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens (without creating it before the first record) and reads the journal of a dataset. Rejects with a plain message
 * for a journal of a newer version.
 */
export async function openTagJournal(options: OpenJournalOptions): Promise<TagJournal> {
  const location = await locateJournal(options);
  const journal = new FileTagJournal(location, options.log);
  await journal.open();
  if (options.isFollowing === true) journal.follow();
  return journal;
}
