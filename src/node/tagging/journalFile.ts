/** The bytes of a journal: reading whole lines from an offset, and appending so that a torn tail never grows. */
import { open, type FileHandle } from 'node:fs/promises';
import { headerLine } from '../../core/tagging/journalLine';

const chunkBytes = 1 << 20;
const lineEnd = 10;

export interface PlacedLine {
  readonly text: string;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Calls `onLine` for each complete line from `start`; returns the offset behind the last one. */
export async function readLines(file: FileHandle, start: number, onLine: (line: PlacedLine) => void): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let restOffset = start;
  const chunk = Buffer.allocUnsafe(chunkBytes);
  for (;;) {
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, restOffset + rest.length);
    if (bytesRead === 0) return restOffset;
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let at = 0;
    for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, at)) {
      if (end > at) onLine(placed(bytes, at, end, restOffset));
      at = end + 1;
    }
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
 * Appends lines and flushes them to the disk; returns where each begins. `wholeUntil` is the end of the last complete
 * line: bytes behind it are a torn tail and are cut off first. Whoever calls this holds the lock.
 */
export async function appendLines(path: string, wholeUntil: number, lines: readonly string[]): Promise<number[]> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    if (size > wholeUntil) await file.truncate(wholeUntil);
    const header = wholeUntil === 0 ? headerLine() : '';
    const offsets: number[] = [];
    let at = wholeUntil + Buffer.byteLength(header);
    for (const line of lines) {
      offsets.push(at);
      at += Buffer.byteLength(line);
    }
    await writeOrUndo(file, wholeUntil, Buffer.from(header + lines.join('')));
    return offsets;
  } finally {
    await file.close();
  }
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

function placed(bytes: Buffer, at: number, end: number, offset: number): PlacedLine {
  return { text: bytes.toString('utf8', at, end), byteOffset: offset + at, byteLength: end - at };
}
