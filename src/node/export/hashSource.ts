/** The hashing job: what runs in the thread. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { DatasetChanged } from '../dataset/datasetTrouble';

export interface HashedSource {
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface HashedVersion extends HashedSource {
  readonly stamp: string;
  /** The file was quiet for long enough that any later change shows in its stamp. */
  readonly isSettled: boolean;
}

const chunkBytes = 4 << 20;
/** The coarsest time stamps in use (FAT) are two seconds apart: a file changed later than that may change again unseen. */
const settledMs = 2_500;

/** Reads the file once, from front to end. Rejects where it changed meanwhile. */
export function hashVersion({ path }: { readonly path: string }, send: (hashed: HashedVersion) => void): Promise<void> {
  const file = openSync(path, 'r');
  try {
    const before = fstatSync(file, { bigint: true });
    const beganMs = Date.now();
    const { sha256, sizeBytes } = hashOpenFile(file);
    const stamp = exactStampOf(before);
    if (exactStampOf(fstatSync(file, { bigint: true })) !== stamp)
      throw new DatasetChanged(`${path} changed on disk while it was read.`);
    send({ sha256, sizeBytes, stamp, isSettled: beganMs - Number(before.ctimeMs) > settledMs });
    return Promise.resolve();
  } finally {
    closeSync(file);
  }
}

function hashOpenFile(file: number): HashedSource {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafeSlow(chunkBytes);
  let sizeBytes = 0;
  for (;;) {
    const count = readSync(file, chunk, 0, chunkBytes, sizeBytes);
    if (count === 0) return { sha256: hash.digest('hex'), sizeBytes };
    hash.update(count === chunkBytes ? chunk : chunk.subarray(0, count));
    sizeBytes += count;
  }
}

/** Everything that tells one version of a file from another, to the nanosecond. No program sets the time of change at will. */
export function exactStampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
