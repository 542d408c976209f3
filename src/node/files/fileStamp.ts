import type { Stats } from 'node:fs';

/** What changes when a file does. */
export interface FileStamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly inode: number;
}

export function stampOf(stats: Stats): FileStamp {
  return { sizeBytes: stats.size, modifiedMs: stats.mtimeMs, changedMs: stats.ctimeMs, inode: stats.ino };
}

/** Changed permissions or a new hard link (`changedMs` alone) do not make another file. */
export function isSameFile(a: FileStamp, b: FileStamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.modifiedMs === b.modifiedMs && a.inode === b.inode;
}
