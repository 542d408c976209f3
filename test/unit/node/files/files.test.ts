import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FileByteSource } from '../../../../src/node/files/fileByteSource';
import { unpack } from '../../../../src/node/files/unpack';
import { writeAtomically } from '../../../../src/node/files/writeAtomically';
import { temporaryFile, temporaryFolder } from '../../../support/temporaryFiles';

/** `{"q": "a"}` and a line end, packed by the zstd command line. */
const zstd = Buffer.from('28b52ffd04585900007b2271223a202261227d0a61824343', 'hex');

async function unpacked(path: string, compression: 'gzip' | 'zstd'): Promise<{ text: string; damage: string }> {
  let damage = '';
  const chunks: Uint8Array[] = [];
  for await (const chunk of unpack(path, compression, ({ message }) => (damage = message))) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), damage };
}

describe('ranges of a file', () => {
  it('are read whole, and short only at the end', async () => {
    const source = await FileByteSource.open(temporaryFile('a.txt', '0123456789'));
    expect(Buffer.from(await source.read(2, 3)).toString()).toBe('234');
    expect(Buffer.from(await source.read(8, 100)).toString()).toBe('89');
    expect((await source.read(20, 5)).length).toBe(0);
    await source.close();
  });
});

describe('gzip', () => {
  const text = Array.from({ length: 50_000 }, (_, n) => `{"row": ${n * 7919}}\n`).join('');

  it('is unpacked, also in several members', async () => {
    const path = temporaryFile('a.gz', Buffer.concat([gzipSync(text), gzipSync('tail')]));
    expect(await unpacked(path, 'gzip')).toEqual({ text: `${text}tail`, damage: '' });
  });

  it('that ends too early gives all that was packed before', async () => {
    const packed = gzipSync(text);
    const { text: found, damage } = await unpacked(
      temporaryFile('a.gz', packed.subarray(0, packed.length - 2000)),
      'gzip',
    );
    expect(text.startsWith(found)).toBe(true);
    expect(found.length).toBeGreaterThan(text.length - 100_000);
    expect(damage).toContain('gzip');
  });

  it('with a broken middle gives what comes before', async () => {
    const packed = gzipSync(text);
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 100);
    const { text: found, damage } = await unpacked(temporaryFile('a.gz', packed), 'gzip');
    expect(found.length).toBeGreaterThan(text.length / 4);
    expect(damage).toContain('damaged');
  });

  it('of which bits flipped is checked against its checksum, and not called torn', async () => {
    const packed = gzipSync(text, { level: 0 });
    packed[packed.length >> 1]! ^= 1;
    const { text: found, damage } = await unpacked(temporaryFile('a.gz', packed), 'gzip');
    expect(found.length).toBe(text.length);
    expect(found).not.toBe(text);
    expect(damage).toContain('its content is not what its checksum was made of');
  });
});

describe('zstd', () => {
  it('is unpacked', async () => {
    expect(await unpacked(temporaryFile('a.zst', zstd), 'zstd')).toEqual({ text: '{"q": "a"}\n', damage: '' });
  });

  it('that ends too early gives all that came before, and says so', async () => {
    const torn = Buffer.concat([zstd, zstd.subarray(0, 15)]);
    const { text, damage } = await unpacked(temporaryFile('a.zst', torn), 'zstd');
    expect(text).toBe('{"q": "a"}\n{"q": ');
    expect(damage).toContain('zstd data ends in the middle');
  });

  it('after which something else follows gives what is zstd, and says so', async () => {
    const mixed = Buffer.concat([zstd, Buffer.from('{"q": "plain"}\n'.repeat(9))]);
    const { text, damage } = await unpacked(temporaryFile('a.zst', mixed), 'zstd');
    expect(text).toBe('{"q": "a"}\n');
    expect(damage).toContain('goes on with something else');
  });
});

describe('an atomic write', () => {
  it('leaves the old file and nothing else where it fails', async () => {
    const path = temporaryFile('a.txt', 'old');
    const failing = writeAtomically(path, async (file) => {
      await file.write('half');
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(dirname(path))).toEqual(['a.txt']);
  });

  it('puts the whole file in place', async () => {
    const path = join(temporaryFolder(), 'b.txt');
    await writeAtomically(path, async (file) => void (await file.write('new')));
    expect(readFileSync(path, 'utf8')).toBe('new');
  });
});
