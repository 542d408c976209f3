import type { ContainerFacts, Dataset, DatasetWarning, RowBytes } from '../../core/dataset/dataset';
import { RowIndex, RowIndexWriter, type RowPlace } from '../../core/dataset/rowIndex';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LongWork } from '../../core/ports';
import { fateOf, type FileFate } from '../files/fileStamp';
import { FileByteSource } from '../files/fileByteSource';
import { removeSpill } from '../files/spill';
import { asTrouble, DatasetChanged } from './datasetTrouble';
import type { ContentInput } from './eachRow';
import type { IndexInput, IndexMessage } from './indexDataset';
import { scanRows } from './scanRows';
import type { ScanPlan, SniffedFile } from './sniffFile';
import { runThread } from './threadStream';
import { workSignal } from './workSignal';

/** Reads of neighbouring rows are joined up to this size. */
const joinedReadBytes = 4 << 20;

export interface IndexWork extends LongWork {
  /** Folder for temporary files; the system's by default. */
  readonly spillFolder?: string;
  /** Pause before the indexing thread starts. */
  readonly indexDelayMs?: number;
}

/** A dataset over one file: its first rows at once, the rest as the indexing thread finds them. */
export class FileDataset implements Dataset {
  readonly path: string;
  readonly container: ContainerFacts;
  /** What an own pass over the file needs (survey, search). */
  readonly plan: ScanPlan;
  readonly spillFolder: string | undefined;
  private index = new RowIndex();
  private foundWarnings: readonly DatasetWarning[];
  private isComplete = false;
  private bytesIndexed = 0;
  private isStopped = false;
  private readonly listeners = new Set<(rowCount: number) => void>();
  private readonly closing = new AbortController();
  private readonly indexed: Promise<void>;
  private content: FileByteSource | undefined;

  private constructor(
    private readonly sniffed: SniffedFile,
    readonly spillPath: string | undefined,
    firstRows: RowIndex,
    work: IndexWork,
  ) {
    this.path = sniffed.plan.path;
    this.container = sniffed.facts;
    this.plan = sniffed.plan;
    this.spillFolder = work.spillFolder;
    this.foundWarnings = sniffed.warnings;
    this.index = firstRows;
    this.indexed = this.buildIndex(work);
    this.indexed.catch(() => undefined);
  }

  /** The rows of the head are there when this settles. */
  static async open(sniffed: SniffedFile, spillPath: string | undefined, work: IndexWork): Promise<FileDataset> {
    const firstRows = new RowIndexWriter();
    const readHead = (offset: number, length: number) => sniffed.head.subarray(offset, offset + length);
    await scanRows(readHead, sniffed.plan, firstRows, { isPartial: true });
    return new FileDataset(sniffed, spillPath, firstRows.finish(), work);
  }

  get warnings(): readonly DatasetWarning[] {
    return this.foundWarnings;
  }

  get rowCount(): number {
    return this.index.rowCount;
  }

  /** Bytes of the file, as it lies on the disk, whose rows are known; 0 where that cannot be told. */
  get indexedBytes(): number {
    return this.bytesIndexed;
  }

  get isIndexed(): boolean {
    return this.isComplete;
  }

  /** The index could not be finished, as a warning says; the rows found until then can be read. */
  get hasStopped(): boolean {
    return this.isStopped;
  }

  whenIndexed(): Promise<void> {
    return this.indexed;
  }

  onDidGrow(listener: (rowCount: number) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async readRows(start: number, count: number, work?: LongWork): Promise<readonly RowBytes[]> {
    const end = Math.min(start + count, this.rowCount);
    const rows: RowBytes[] = [];
    for (let row = start; row < end;) {
      work?.cancellation?.throwIfAborted();
      const places = this.placesTogether(row, end);
      rows.push(...(await this.readTogether(row, places)));
      row += places.length;
    }
    await this.checkUnchanged();
    return rows;
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.indexed.catch(() => undefined);
    await this.content?.close();
    this.content = undefined;
    if (this.spillPath !== undefined) await removeSpill(this.spillPath);
  }

  /** For passes over the file in threads; complete once indexed. */
  shareContent(): ContentInput {
    return { path: this.spillPath ?? this.path, index: this.index.share() };
  }

  private async buildIndex(work: IndexWork): Promise<void> {
    if (work.indexDelayMs !== undefined) await sleep(work.indexDelayMs, undefined, { signal: this.closing.signal });
    const full = new RowIndex();
    const { signal, check } = workSignal(work);
    const input: IndexInput = { plan: this.plan, spillPath: this.spillPath };
    try {
      await runThread<IndexInput, IndexMessage>('indexJob', input, {
        signal: AbortSignal.any([this.closing.signal, signal]),
        onMessage: (message) => {
          check();
          this.take(message, full, work);
        },
      });
    } catch (error) {
      const trouble = asTrouble(error, this.path, this.spillPath);
      if (!signal.aborted && !this.closing.signal.aborted) this.stopAt(trouble);
      throw trouble;
    }
    await this.checkUnchanged();
    this.index = full;
    this.isComplete = true;
    this.tellGrowth();
  }

  private stopAt(trouble: unknown): void {
    const reason = trouble instanceof Error ? trouble.message : String(trouble);
    this.isStopped = true;
    this.foundWarnings = [...this.foundWarnings, { message: `${reason} Only the rows before that are shown.` }];
    this.tellGrowth();
  }

  private take(message: IndexMessage, full: RowIndex, work: LongWork): void {
    if (message.kind === 'warnings') {
      this.foundWarnings = [...this.sniffed.warnings, ...message.warnings.map((warning) => withRow(warning, full))];
      return;
    }
    full.grow(message.grown);
    if (full.rowCount >= this.index.rowCount) this.index = full;
    this.bytesIndexed = Math.min(message.bytes, this.container.sizeBytes);
    work.onProgress?.(this.bytesIndexed, this.container.sizeBytes);
    this.tellGrowth();
  }

  private tellGrowth(): void {
    for (const listener of this.listeners) listener(this.rowCount);
  }

  /** Places of the rows from `row` on that one read can bring. */
  private placesTogether(row: number, end: number): RowPlace[] {
    const first = this.index.place(row);
    const places = [first];
    for (let next = row + 1; next < end; next++) {
      const place = this.index.place(next);
      if (place.byteOffset + place.length - first.byteOffset > joinedReadBytes) break;
      places.push(place);
    }
    return places;
  }

  private async readTogether(row: number, places: readonly RowPlace[]): Promise<RowBytes[]> {
    const first = places[0]!;
    const last = places[places.length - 1]!;
    const bytes = await this.readContent(first.byteOffset, last.byteOffset + last.length - first.byteOffset);
    return places.map(({ byteOffset, length, line }, index) => ({
      row: row + index,
      byteOffset,
      ...(this.plan.compression === 'parquet' ? {} : { line }),
      bytes: bytes.subarray(byteOffset - first.byteOffset, byteOffset - first.byteOffset + length),
    }));
  }

  /** Bytes of the (unpacked) content, whatever stands there. */
  async readContentBytes(offset: number, length: number): Promise<Uint8Array> {
    const bytes = await this.readContent(offset, length);
    await this.checkUnchanged();
    return bytes;
  }

  /** From the head while that suffices, so that the first screen waits for nothing. */
  private async readContent(offset: number, length: number): Promise<Uint8Array> {
    if (offset + length <= this.sniffed.head.length) return this.sniffed.head.subarray(offset, offset + length);
    this.content ??= await FileByteSource.open(this.spillPath ?? this.path).catch((error: unknown) => {
      throw asTrouble(error, this.path);
    });
    return this.content.read(offset, length);
  }

  /** What became of the file since it was opened. Only line by line can a file grow without changing. */
  async fate(): Promise<FileFate> {
    const fate = await fateOf(this.path, this.sniffed.version);
    const isByLine = this.container.compression === 'none' && ['jsonl', 'text'].includes(this.container.kind);
    return fate === 'grown' && !isByLine ? 'changed' : fate;
  }

  /** Rejects with `DatasetChanged` once the rows that were found are no longer those of the file. */
  async checkUnchanged(): Promise<void> {
    const fate = await this.fate();
    if (fate === 'gone') throw new DatasetChanged(`${this.path} is gone.`);
    if (fate === 'changed') throw new DatasetChanged(`${this.path} changed on disk.`);
  }
}

/** Passes over the file in threads need the file's own dataset; every dataset of `openDataset` is one. */
export function asFileDataset(dataset: Dataset): FileDataset {
  if (dataset instanceof FileDataset) return dataset;
  throw new TypeError(`A dataset opened from a file is needed, got one for ${dataset.path}.`);
}

/** Damage inside compressed data is known by its place in the content. */
function withRow(warning: DatasetWarning, index: RowIndex): DatasetWarning {
  const { row, byteOffset } = warning;
  if (row !== undefined || byteOffset === undefined || index.rowCount === 0) return warning;
  return { ...warning, row: index.rowAt(byteOffset) };
}
