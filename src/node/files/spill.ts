import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { hostname, tmpdir, uptime } from 'node:os';
import path from 'node:path';

/** A new path for the unpacked copy of a dataset. What dead processes have left in its folder is removed. */
export async function newSpillPath(folder = ownFolder()): Promise<string> {
  await mkdir(folder, { recursive: true });
  await removeStaleSpills(folder);
  return path.join(folder, `${machineName()}-${process.pid}-${randomUUID()}.spill`);
}

/** In a folder that another user of the machine has made nobody else may write. */
function ownFolder(): string {
  return path.join(tmpdir(), `sft-lens-${process.getuid?.() ?? 'own'}`);
}

/** Removes the unpacked copies that processes of this machine have left when they were killed; those of living ones stay. */
export async function removeStaleSpills(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, machine, pid] = /^([0-9a-f]+)-(\d+)-[0-9a-f-]+\.spill$/.exec(name) ?? [];
    if (machine !== machineName()) continue;
    const spillPath = path.join(folder, name);
    // Another process may be faster, or hold the file in a way that forbids it; then it goes another time.
    if (!isAlive(Number(pid)) || (await isOlderThanBoot(spillPath)))
      await removeSpill(spillPath).catch(() => undefined);
  }
}

/** Folders may be shared by machines, and each knows only its own processes. */
function machineName(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 12);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Numbers of processes come up again once a machine has been restarted. */
async function isOlderThanBoot(spillPath: string): Promise<boolean> {
  const bootedAtMs = Date.now() - 1000 * uptime();
  const marginMs = 60_000;
  return stat(spillPath).then(
    ({ mtimeMs }) => mtimeMs < bootedAtMs - marginMs,
    () => false,
  );
}

/**
 * Random access to a stream that was unpacked so far: each read first pulls as much of the stream as it needs into the spill file.
 * Memory is bounded by one chunk; the disk takes the unpacked size.
 */
export class SpillingSource {
  private writtenBytes = 0;
  private isEnded = false;

  private constructor(
    private readonly file: FileHandle,
    private readonly chunks: AsyncIterator<Uint8Array>,
  ) {}

  static async create(spillPath: string, chunks: AsyncIterable<Uint8Array>): Promise<SpillingSource> {
    return new SpillingSource(await open(spillPath, 'w+', 0o600), chunks[Symbol.asyncIterator]());
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    while (!this.isEnded && this.writtenBytes < offset + length) await this.pull();
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.writtenBytes - offset)));
    if (bytes.length > 0) await this.file.read(bytes, 0, bytes.length, offset);
    return bytes;
  }

  private async pull(): Promise<void> {
    const next = await this.chunks.next();
    if (next.done === true) {
      this.isEnded = true;
      return;
    }
    await this.writeAll(next.value);
  }

  /** A disk that is nearly full takes a part without an error; the next write then fails with `ENOSPC`. */
  private async writeAll(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length;) {
      const { bytesWritten } = await this.file.write(chunk, done, chunk.length - done, this.writtenBytes);
      done += bytesWritten;
      this.writtenBytes += bytesWritten;
    }
  }

  async close(): Promise<void> {
    await this.chunks.return?.();
    await this.file.close();
  }
}

export async function removeSpill(spillPath: string): Promise<void> {
  await rm(spillPath, { force: true });
}
