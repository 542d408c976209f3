import type { Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** What changes when a file does. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
}

/** A file as it was once: its stamp, and what it began and ended with. */
export interface FileVersion {
  readonly stamp: FileStamp;
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}

/** What became of a file; `grown`: more was appended, and what was there still is. */
export type FileFate = 'same' | 'grown' | 'changed' | 'gone';

const probeBytes = 4096;

export function stampOf(stats: Stats): FileStamp {
  return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs, changedMs: stats.ctimeMs, inode: stats.ino };
}

/** Changed permissions or a new hard link (`changedMs` alone) do not make another file. */
export function isSameFile(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs && a.inode === b.inode;
}

/** Remembers enough of a file to tell later whether it only grew. */
export async function versionOf(path: string, stamp: FileStamp): Promise<FileVersion> {
  return { stamp, ...(await probe(path, stamp.sizeBytes)) };
}

/** Compares the file with an earlier version of it: one `stat`, and 8 kB read where it grew. */
export async function fateOf(path: string, { stamp, start, end }: FileVersion): Promise<FileFate> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return 'gone';
  const now = stampOf(stats);
  if (isSameFile(now, stamp)) return 'same';
  if (now.inode !== stamp.inode || now.sizeBytes <= stamp.sizeBytes) return 'changed';
  const found = await probe(path, stamp.sizeBytes).catch(() => undefined);
  const isContinued =
    found !== undefined && Buffer.compare(found.start, start) === 0 && Buffer.compare(found.end, end) === 0;
  return isContinued ? 'grown' : 'changed';
}

async function probe(path: string, sizeBytes: number): Promise<Pick<FileVersion, 'start' | 'end'>> {
  const file = await open(path, 'r');
  try {
    const read = async (offset: number) => {
      const bytes = Buffer.alloc(Math.min(probeBytes, sizeBytes));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    };
    return { start: await read(0), end: await read(Math.max(0, sizeBytes - probeBytes)) };
  } finally {
    await file.close();
  }
}
