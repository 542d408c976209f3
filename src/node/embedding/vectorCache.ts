/**
 * Vectors kept on disk: one append-only file per model. A header of 32 bytes, then records of equal size, each 16 bytes
 * of SHA-256 over the text followed by the vector (float32, little-endian). The index is read from the file on opening.
 * Whole records are appended in one write, so two windows may share a file; a torn last record is ignored.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const headerBytes = 32;
const keyBytes = 16;
const readBytes = 4 << 20;

export interface VectorCache {
  readonly size: number;
  has(text: string): boolean;
  /** Copies the vectors of cached texts into `target`; returns the indices of the texts that are not here. */
  read(texts: readonly string[], target: Float32Array): Promise<number[]>;
  /** Appends the vectors of texts that are not here yet; does nothing in a cache that is only read from. */
  append(texts: readonly string[], vectors: Float32Array): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or starts) the cache of a model in a folder. A file of another width or format is started anew. */
export async function openVectorCache(folder: string, modelId: string, width: number): Promise<VectorCache> {
  await mkdir(folder, { recursive: true });
  const file = await open(fileIn(folder, modelId), 'a+');
  if (!(await isOurs(file, modelId, width))) {
    await file.truncate(0);
    await file.appendFile(headerOf(modelId, width));
  }
  return new VectorFile(file, width, await readIndex(file, width));
}

/** Opens a cache that is only read from, such as the one in the package; undefined where there is none for the model. */
export async function openBundledVectors(
  folder: string,
  modelId: string,
  width: number,
): Promise<VectorCache | undefined> {
  const name = fileIn(folder, modelId);
  if (!existsSync(name)) return undefined;
  const file = await open(name, 'r');
  if (await isOurs(file, modelId, width)) return new VectorFile(file, width, await readIndex(file, width), true);
  await file.close();
  return undefined;
}

function fileIn(folder: string, modelId: string): string {
  const name = modelId.replace(/[^a-zA-Z0-9]+/gu, '-').toLowerCase();
  return path.join(folder, `${name}.vectors`);
}

async function isOurs(file: FileHandle, modelId: string, width: number): Promise<boolean> {
  const found = Buffer.alloc(headerBytes);
  await file.read(found, 0, headerBytes, 0);
  return found.equals(headerOf(modelId, width));
}

function headerOf(modelId: string, width: number): Buffer {
  return createHash('sha256').update(`sft-lens vectors 1\n${modelId}\n${width}`).digest();
}

function keyOf(text: string): Buffer {
  return createHash('sha256').update(text).digest().subarray(0, keyBytes);
}

async function readIndex(file: FileHandle, width: number): Promise<Map<string, number>> {
  const recordBytes = keyBytes + 4 * width;
  const recordCount = Math.floor(((await file.stat()).size - headerBytes) / recordBytes);
  const perRead = Math.max(1, Math.floor(readBytes / recordBytes));
  const index = new Map<string, number>();
  for (let first = 0; first < recordCount; first += perRead) {
    const count = Math.min(perRead, recordCount - first);
    const block = Buffer.alloc(count * recordBytes);
    await file.read(block, 0, block.length, headerBytes + first * recordBytes);
    for (let at = 0; at < count; at++) {
      index.set(block.toString('latin1', at * recordBytes, at * recordBytes + keyBytes), first + at);
    }
  }
  return index;
}

class VectorFile implements VectorCache {
  private readonly recordBytes: number;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly file: FileHandle,
    private readonly width: number,
    private readonly index: Map<string, number>,
    private readonly isReadOnly = false,
  ) {
    this.recordBytes = keyBytes + 4 * width;
  }

  get size(): number {
    return this.index.size;
  }

  has(text: string): boolean {
    return this.index.has(keyOf(text).toString('latin1'));
  }

  async read(texts: readonly string[], target: Float32Array): Promise<number[]> {
    const records = texts.map((text) => this.index.get(keyOf(text).toString('latin1')) ?? -1);
    for (const run of runsOf(records)) await this.readRun(records[run.start]!, run, target);
    return records.flatMap((record, index) => (record < 0 ? [index] : []));
  }

  append(texts: readonly string[], vectors: Float32Array): Promise<void> {
    if (this.isReadOnly) return Promise.resolve();
    const next = this.writing.then(() => this.write(texts, vectors));
    this.writing = next.catch(() => undefined);
    return next;
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private async write(texts: readonly string[], vectors: Float32Array): Promise<void> {
    const fresh = texts.flatMap((text, index) => (this.has(text) ? [] : [{ text, index }]));
    const block = Buffer.alloc(fresh.length * this.recordBytes);
    fresh.forEach(({ text, index }, at) => {
      block.set(keyOf(text), at * this.recordBytes);
      const vector = vectors.slice(index * this.width, (index + 1) * this.width);
      block.set(new Uint8Array(vector.buffer), at * this.recordBytes + keyBytes);
    });
    await this.file.appendFile(block);
    // Another window may have appended in between, so positions are taken from the end of the file and checked.
    await this.indexTail(fresh.map(({ text }) => text));
  }

  private async indexTail(texts: readonly string[]): Promise<void> {
    const recordCount = Math.floor(((await this.file.stat()).size - headerBytes) / this.recordBytes);
    const first = recordCount - texts.length;
    for (const [at, text] of texts.entries()) {
      const key = Buffer.alloc(keyBytes);
      await this.file.read(key, 0, keyBytes, headerBytes + (first + at) * this.recordBytes);
      if (key.equals(keyOf(text))) this.index.set(key.toString('latin1'), first + at);
    }
  }

  private async readRun(record: number, run: Run, target: Float32Array): Promise<void> {
    const count = run.end - run.start;
    const block = Buffer.alloc(count * this.recordBytes);
    await this.file.read(block, 0, block.length, headerBytes + record * this.recordBytes);
    for (let at = 0; at < count; at++) {
      const start = at * this.recordBytes + keyBytes;
      const bytes = Uint8Array.from(block.subarray(start, start + 4 * this.width));
      target.set(new Float32Array(bytes.buffer), (run.start + at) * this.width);
    }
  }
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Stretches of consecutive records, at most 1,024 long, so that one read fetches each. */
function runsOf(records: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let start = 0; start < records.length;) {
    let end = start + 1;
    while (end < records.length && end - start < 1_024 && records[end] === records[end - 1]! + 1) end++;
    if (records[start]! >= 0) runs.push({ start, end });
    start = records[start]! < 0 ? start + 1 : end;
  }
  return runs;
}
