/** The bytes of a journal: reading whole lines from an offset, and appending so that a torn tail never grows. */
import { open, type FileHandle } from 'node:fs/promises';
import { headerLine, readJournalLine } from '../../core/tagging/journalLine';

const chunkBytes = 1 << 20;
const lineEnd = 10;

export interface PlacedLine {
  readonly text: string;
  readonly byteOffset: number;
  readonly byteLength: number;
}

export interface LineSink {
  onLine(line: PlacedLine): void;
  /** After each megabyte or so, and at the end. */
  onChunk(): void | Promise<void>;
}

/** Tells each complete line from `start`; returns the offset behind the last one. Memory: the longest line and a chunk. */
export async function readLines(file: FileHandle, start: number, sink: LineSink): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let restOffset = start;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, restOffset + rest.length);
    if (bytesRead === 0) return restOffset;
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let at = 0;
    for (let end = bytes.indexOf(lineEnd, rest.length); end !== -1; end = bytes.indexOf(lineEnd, at)) {
      if (end > at) sink.onLine(placed(bytes, at, end, restOffset));
      at = end + 1;
    }
    await sink.onChunk();
    rest = bytes.subarray(at);
    restOffset += at;
  }
}

/** Reads one line at a known place. */
export async function readLineAt(path: string, byteOffset: number, byteLength: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(byteLength);
    const { bytesRead } = await file.read(bytes, 0, byteLength, byteOffset);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Ends a tail that is a whole record with its line end, and cuts off any other; returns whether there was one. Whoever
 * calls this holds the lock.
 */
export async function mendTail(path: string, wholeUntil: number): Promise<boolean> {
  const file = await openForMending(path);
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    if (size <= wholeUntil) return false;
    const tail = Buffer.alloc(size - wholeUntil);
    await file.read(tail, 0, tail.length, wholeUntil);
    if (readJournalLine(tail.toString('utf8')).kind === 'unreadable') await file.truncate(wholeUntil);
    else await file.write('\n', size);
    return true;
  } finally {
    await file.close();
  }
}

/**
 * Appends lines at `wholeUntil`, the end of a file that is open for appending, and flushes them to the disk; returns where
 * each begins. A write that fails is taken back. Whoever calls this holds the lock.
 */
export async function appendLines(file: FileHandle, wholeUntil: number, lines: readonly string[]): Promise<number[]> {
  const header = wholeUntil === 0 ? headerLine() : '';
  await writeOrUndo(file, wholeUntil, Buffer.from(header + lines.join('')));
  return offsetsOf(lines, wholeUntil + Buffer.byteLength(header));
}

async function writeOrUndo(file: FileHandle, wholeUntil: number, bytes: Buffer): Promise<void> {
  try {
    await file.appendFile(bytes);
    await file.datasync();
  } catch (error) {
    await file.truncate(wholeUntil).catch(() => undefined);
    throw error;
  }
}

function offsetsOf(lines: readonly string[], start: number): number[] {
  let at = start;
  return lines.map((line) => {
    const offset = at;
    at += Buffer.byteLength(line);
    return offset;
  });
}

async function openForMending(path: string): Promise<FileHandle | null> {
  return open(path, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function placed(bytes: Buffer, at: number, end: number, offset: number): PlacedLine {
  return { text: bytes.toString('utf8', at, end), byteOffset: offset + at, byteLength: end - at };
}
