import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as thread from '../../../../src/node/dataset/threadStream';
import { SourceHashes } from '../../../../src/node/export/sourceHashes';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-lens-hashes-'));
  path = join(folder, 'data.jsonl');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** As if the files had lain still for a while: their changes are seconds old for the thread. */
function quiet(): { readonly readings: () => number } {
  const run = thread.runThread;
  const spy = vi.spyOn(thread, 'runThread').mockImplementation((name, input, options) =>
    run(name, input, {
      ...options,
      onMessage: (message) =>
        options.onMessage(Object.assign(message as object, { isSettled: true }) as typeof message),
    }),
  );
  return { readings: () => spy.mock.calls.length };
}

describe('SourceHashes', () => {
  it('reads a file of any size right', async () => {
    for (const size of [0, 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, 9_000_000]) {
      const bytes = randomBytes(size);
      await writeFile(path, bytes);
      expect(await new SourceHashes().of(path)).toMatchObject({ sha256: sha256(bytes), sizeBytes: size });
    }
  });

  it('reads a file once, whoever asks, as long as it is the same', async () => {
    const { readings } = quiet();
    await writeFile(path, 'a');
    const hashes = new SourceHashes();
    hashes.begin(path);
    const all = [await hashes.of(path), await hashes.of(path)];
    expect(all.map(({ sha256: hash }) => hash)).toEqual([sha256(Buffer.from('a')), sha256(Buffer.from('a'))]);
    expect(readings()).toBe(1);
  });

  it('never gives the hash of another version: same size and times, another file, appended', async () => {
    quiet();
    await writeFile(path, 'a');
    const hashes = new SourceHashes();
    await hashes.of(path);
    const { atime, mtime } = await stat(path);
    await writeFile(path, 'b');
    await utimes(path, atime, mtime);
    expect((await hashes.of(path)).sha256).toBe(sha256(Buffer.from('b')));
    await writeFile(`${path}.new`, 'c');
    await utimes(`${path}.new`, atime, mtime);
    await rename(`${path}.new`, path);
    expect((await hashes.of(path)).sha256).toBe(sha256(Buffer.from('c')));
    await appendFile(path, 'd');
    expect((await hashes.of(path)).sha256).toBe(sha256(Buffer.from('cd')));
  });

  it('does not keep the hash of a file that was changed just now', async () => {
    await writeFile(path, 'a');
    const spy = vi.spyOn(thread, 'runThread');
    const hashes = new SourceHashes();
    expect((await hashes.of(path)).isSettled).toBe(false);
    await hashes.of(path);
    expect(spy).toHaveBeenCalledTimes(2);
  });

  it('says what went wrong to whoever asks, and tries again', async () => {
    const hashes = new SourceHashes();
    hashes.begin(path);
    await expect(hashes.of(path)).rejects.toThrow('ENOENT');
    await expect(hashes.of(folder)).rejects.toThrow('no file');
    await writeFile(path, 'a');
    await expect(hashes.of(path, AbortSignal.abort())).rejects.toThrow();
    expect((await hashes.of(path)).sizeBytes).toBe(1);
  });

  it('waits for what another began no longer than it is wanted', async () => {
    vi.spyOn(thread, 'runThread').mockReturnValue(new Promise(() => {}));
    await writeFile(path, 'a');
    const hashes = new SourceHashes();
    hashes.begin(path);
    const controller = new AbortController();
    const asked = hashes.of(path, controller.signal);
    controller.abort();
    await expect(asked).rejects.toThrow('abort');
  });
});
