/**
 * SHA-256 of source files, each read in a thread of its own and kept for as long as the file is the same: device, inode,
 * size and both times to the nanosecond, of a file that was quiet when it was read. A hash that is not surely right is
 * made anew.
 */
import { stat } from 'node:fs/promises';
import { DatasetTrouble } from '../dataset/datasetTrouble';
import { runThread } from '../dataset/threadStream';
import { exactStampOf, type HashedVersion } from './hashSource';

export class SourceHashes {
  private readonly known = new Map<string, Promise<HashedVersion>>();

  /** Starts reading, so that the hash is there when it is needed; trouble shows when it is asked for. */
  begin(path: string, signal?: AbortSignal): void {
    this.of(path, signal).catch(() => undefined);
  }

  /** Rejects where the file cannot be read, changes meanwhile, or the signal fires. */
  async of(path: string, signal?: AbortSignal): Promise<HashedVersion> {
    const known = this.known.get(path);
    if (known !== undefined) {
      const hashed = await unlessAborted(
        known.catch(() => undefined),
        signal,
      );
      if (hashed?.isSettled === true && hashed.stamp === (await stampOfFile(path))) return hashed;
      signal?.throwIfAborted();
    }
    const hashed = hashInThread(path, signal);
    this.known.set(path, hashed);
    hashed.catch(() => this.forget(path, hashed));
    return hashed;
  }

  private forget(path: string, failed: Promise<HashedVersion>): void {
    if (this.known.get(path) === failed) this.known.delete(path);
  }
}

/** What somebody else began is waited for no longer than the signal says. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true, signal: stop.signal });
    if (signal.aborted) reject(signal.reason as Error);
  });
  return Promise.race([promise, aborted]).finally(() => stop.abort());
}

/** As in `HashedVersion`. */
export async function stampOfFile(path: string): Promise<string> {
  return exactStampOf(await stat(path, { bigint: true }));
}

async function hashInThread(path: string, signal?: AbortSignal): Promise<HashedVersion> {
  if (!(await stat(path)).isFile()) throw new DatasetTrouble(`${path} is no file.`); // A pipe would be waited for.
  let hashed: HashedVersion | undefined;
  await runThread<{ readonly path: string }, HashedVersion>(
    'hashJob',
    { path },
    {
      signal,
      onMessage: (message) => (hashed = message),
    },
  );
  if (hashed === undefined) throw new Error(`The hash of ${path} ended without a result.`);
  return hashed;
}
