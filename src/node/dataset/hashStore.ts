/** Hashes of queries: in memory while they are few, in a temporary file beyond, so that memory stays bounded. */
import {
  openHashParts,
  PackedHashes,
  type QueryHashColumns,
  type QueryHashParts,
  type QueryHashSink,
} from '../../core/dataset/queryHashes';
import { HashFileWriter, openHashFile } from './hashFile';

/** 16 MB. */
const mostInMemory = 1 << 21;

/** Hashes as they travel to another thread. */
export type SharedHashes =
  | { readonly kind: 'memory'; readonly parts: QueryHashParts }
  | { readonly kind: 'file'; readonly path: string; readonly count: number };

/** Where the file cannot be written, everything stays in memory after all. */
export class HashStore implements QueryHashSink {
  private memory = new PackedHashes();
  private file: HashFileWriter | null = null;

  constructor(
    private readonly path: string,
    private limit = mostInMemory,
  ) {}

  get length(): number {
    return this.file?.count ?? this.memory.length;
  }

  push(high: number, low: number): void {
    if (this.memory.length >= this.limit) this.moveToFile();
    if (this.file === null) this.memory.push(high, low);
    else if (!this.file.push(high, low)) this.moveBack(this.file);
  }

  columns(): QueryHashColumns {
    if (this.file?.flush() === false) this.moveBack(this.file);
    return (this.file ?? this.memory).columns();
  }

  share(): SharedHashes {
    if (this.file?.flush() === false) this.moveBack(this.file);
    if (this.file === null) return { kind: 'memory', parts: this.memory.share() };
    return { kind: 'file', path: this.path, count: this.file.count };
  }

  private moveToFile(): void {
    const { high, low } = this.memory.columns();
    const file = HashFileWriter.create(this.path);
    let isWritten = file !== null;
    for (let at = 0; isWritten && at < high.length; at++) isWritten = file!.push(high.at(at)!, low.at(at)!);
    if (isWritten) {
      this.file = file;
      this.memory = new PackedHashes();
    } else {
      file?.close();
      this.limit = Infinity;
    }
  }

  private moveBack(file: HashFileWriter): void {
    this.file = null;
    this.limit = Infinity;
    file.each((high, low) => this.memory.push(high, low));
    file.close();
  }
}

export function openHashes(shared: SharedHashes): QueryHashColumns {
  return shared.kind === 'memory' ? openHashParts(shared.parts) : openHashFile(shared.path, shared.count);
}
