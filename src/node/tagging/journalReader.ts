/** What has been read of a journal file so far, and reading on from there. */
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { headerLine, journalVersion, readJournalLine } from '../../core/tagging/journalLine';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import { TagStore, type PlacedRecord } from '../../core/tagging/tagStore';
import { readLines, type PlacedLine } from './journalFile';
import { JournalRuns } from './journalRuns';

export class JournalReader {
  /** End of the last complete line that has been read or written. */
  wholeUntil = 0;
  fileId = '';
  runs = new JournalRuns();
  /** Whose tags are shown, by the last line that says so. */
  choice: TaggerIdentity | null = null;
  private unreadableLines = 0;
  private hasLines = false;

  constructor(
    readonly path: string,
    private readonly store: TagStore,
  ) {}

  get warnings(): readonly string[] {
    const count = this.unreadableLines;
    return count === 0 ? [] : [`${basename(this.path)}: ${count} unreadable line${count === 1 ? '' : 's'} left out.`];
  }

  /** Reads what has been appended; everything again where the file was replaced, cut, or a run in it undone. */
  async readAppended(): Promise<void> {
    const file = await openIfPresent(this.path);
    if (file === null) return this.forget();
    try {
      const { ino, dev, size } = await file.stat();
      const fileId = `${dev}:${ino}`;
      const isReplaced = this.wholeUntil > 0 && (fileId !== this.fileId || size < this.wholeUntil);
      this.fileId = fileId;
      if (isReplaced) await this.readAll(file);
      else if (size > this.wholeUntil) await this.readOn(file, size);
    } finally {
      await file.close();
    }
  }

  private async readOn(file: FileHandle, size: number): Promise<void> {
    const isUndone = await this.pass(file, this.store);
    if (isUndone) await this.readAll(file);
    if (!this.hasLines && size > 0) await this.checkHead(file);
  }

  /** A second pass is made where a run turns out to be undone after its records. */
  private async readAll(file: FileHandle): Promise<void> {
    this.startOver(new JournalRuns());
    let fresh = new TagStore();
    if (await this.pass(file, fresh)) {
      this.startOver(this.runs.onlyUndone());
      fresh = new TagStore();
      await this.pass(file, fresh);
    }
    this.store.adopt(fresh);
  }

  /** True where a run that has records is undone. */
  private async pass(file: FileHandle, store: TagStore): Promise<boolean> {
    let isUndone = false;
    let placed: PlacedRecord[] = [];
    this.wholeUntil = await readLines(file, this.wholeUntil, {
      onLine: (line) => {
        isUndone = this.take(line, placed) || isUndone;
      },
      onChunk: () => {
        store.apply(placed);
        placed = [];
      },
    });
    return isUndone;
  }

  /** Takes one line in; true where it undoes a run that has records. */
  private take(line: PlacedLine, placed: PlacedRecord[]): boolean {
    const read = readJournalLine(line.text);
    if (!this.hasLines && read.kind === 'unreadable' && !/^[<=>|]{7}/.test(line.text)) throw noJournal(this.path);
    this.hasLines = true;
    switch (read.kind) {
      case 'header':
        if (read.version > journalVersion) throw newerVersion(this.path, read.version);
        return false;
      case 'undo':
        return this.runs.undo(read.run);
      case 'choice':
        this.choice = read.layer;
        return false;
      case 'unreadable':
        this.unreadableLines++;
        return false;
      case 'record':
        this.runs.count(read.record);
        if (this.runs.isUndone(read.record.run)) return false;
        placed.push({ record: read.record, position: { byteOffset: line.byteOffset, byteLength: line.byteLength } });
        return false;
    }
  }

  /** A file without one whole line is a journal only if it is the torn beginning of one. */
  private async checkHead(file: FileHandle): Promise<void> {
    const header = headerLine();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(header.length), 0, header.length, 0);
    if (!header.startsWith(buffer.toString('utf8', 0, bytesRead))) throw noJournal(this.path);
  }

  private forget(): void {
    if (this.wholeUntil === 0) return;
    this.startOver(new JournalRuns());
    this.store.adopt(new TagStore());
  }

  private startOver(runs: JournalRuns): void {
    this.wholeUntil = 0;
    this.unreadableLines = 0;
    this.hasLines = false;
    this.runs = runs;
    this.choice = null;
  }
}

function noJournal(path: string): Error {
  return new Error(
    `${path} is no tag journal: its first line is something else. It is left as it is; choose another journal.`,
  );
}

function newerVersion(path: string, version: number): Error {
  const known = `journal version ${version}; this one knows ${journalVersion}`;
  return new Error(`${path} was written by a newer SFT Lens (${known}). Update SFT Lens to use it.`);
}

async function openIfPresent(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
