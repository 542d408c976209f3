import { describe, expect, it } from 'vitest';
import { unpack, type Damage } from '../../../../src/node/files/unpack';
import { ZstdFrames } from '../../../../src/node/files/zstdFrames';
import { temporaryFile } from '../../../support/temporaryFiles';
import { xxHash64 } from '../../../support/xxHash64';

/** `{"q": "a"}` and a line end, packed by the zstd command line. */
const packed = Buffer.from('28b52ffd04585900007b2271223a202261227d0a61824343', 'hex');
const skippable = Buffer.from('502a4d1803000000abcdef', 'hex');

interface FrameOptions {
  readonly hasChecksum?: boolean;
  /** Writes the size of the content into the header. */
  readonly hasSize?: boolean;
}

/** A frame of stored blocks, of which a bit can be flipped without the decoder noticing. */
function frame(texts: readonly string[], { hasChecksum = true, hasSize = false }: FrameOptions = {}): Buffer {
  const content = Buffer.from(texts.join(''));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(Number(xxHash64(content) & 0xffffffffn));
  const descriptor = (hasSize ? 0x80 : 0) | (hasChecksum ? 4 : 0);
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, descriptor, 0x58, ...(hasSize ? size : [])]),
    ...texts.map((text, index) => storedBlock(Buffer.from(text), index === texts.length - 1)),
    ...(hasChecksum ? [checksum] : []),
  ]);
}

function storedBlock(content: Buffer, isLast: boolean): Buffer {
  const header = (content.length << 3) | Number(isLast);
  return Buffer.concat([Buffer.from([header & 255, (header >> 8) & 255, header >> 16]), content]);
}

/** The same text often, as a block of one byte. */
const runFrame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ((100 << 3) & 255) | 3, 100 >> 5, 0, 0x20]);

function flipped(bytes: Buffer, text: string): Buffer {
  const changed = Buffer.from(bytes);
  changed[changed.indexOf(text)]! ^= 1;
  return changed;
}

async function read(bytes: Buffer): Promise<{ readonly text: string; readonly damages: readonly Damage[] }> {
  const damages: Damage[] = [];
  const chunks: Uint8Array[] = [];
  const path = temporaryFile('a.zst', bytes);
  for await (const chunk of unpack(path, 'zstd', (damage) => damages.push(damage))) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), damages };
}

describe('checksums of zstd frames', () => {
  const rows = [1, 2, 3].map((at) => Array.from({ length: 900 }, (_, row) => `{"row": ${at * 1000 + row}}\n`).join(''));

  it('that fit are not spoken of, whatever the frames are made of', async () => {
    const frames = [
      packed,
      frame(rows),
      skippable,
      frame(rows, { hasChecksum: false, hasSize: true }),
      runFrame,
      frame(['', rows[0]!, ''], { hasSize: true }),
    ];
    const { text, damages } = await read(Buffer.concat(frames));
    expect(damages).toEqual([]);
    expect(text).toBe(`{"q": "a"}\n${rows.join('')}${rows.join('')}${' '.repeat(100)}${rows[0]}`);
  });

  it('that do not fit name the bytes of their content, and everything is still read', async () => {
    const { text, damages } = await read(Buffer.concat([packed, flipped(frame(rows), '2500'), frame(rows)]));
    expect(text).toBe(`{"q": "a"}\n${rows.join('').replace('2500', '3500')}${rows.join('')}`);
    const end = 11 + rows.join('').length;
    expect(damages).toHaveLength(1);
    expect(damages[0]!.place).toEqual({ byteOffset: 11 });
    expect(damages[0]!.message).toContain(`bytes 11 to ${end.toLocaleString('en-US')} of its content`);
  });

  it('are compared in data of the zstd command line too', async () => {
    const { text, damages } = await read(flipped(packed, '"a"'));
    expect(text).not.toBe('{"q": "a"}\n');
    expect(damages.map(({ place }) => place)).toEqual([{ byteOffset: 0 }]);
  });

  it('are not there in a frame without one, but its size is compared', async () => {
    const whole = frame(rows, { hasChecksum: false, hasSize: true });
    expect((await read(flipped(whole, '2500'))).damages).toEqual([]);
    whole.writeUInt32LE(5, 6);
    expect((await read(whole)).damages).toHaveLength(1);
  });

  it('are told of for the first frames only, and the decoder gives up after some more', async () => {
    const broken = flipped(frame(rows), '2500');
    const { text, damages } = await read(Buffer.concat(Array.from({ length: 50 }, () => broken)));
    expect(damages).toHaveLength(11);
    expect(damages[10]).toMatchObject({ place: 'end' });
    const content = rows.join('').replace('2500', '3500');
    expect(text).toBe(content.repeat(32));
  });
});

describe('zstd data that is not read to its end', () => {
  /** Blocks of 100 kB of one letter, and one of a kind that there is not. */
  const runs = Array.from({ length: 20 }, () => [0x02, 0x35, 0x0c, 0x61]);
  const broken = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, ...runs.flat(), 0x0f, 0x00, 0x00]);

  it('is given up where its rest is damaged', async () => {
    const path = temporaryFile('a.zst', broken);
    for await (const chunk of unpack(path, 'zstd', () => undefined)) {
      expect(chunk[0]).toBe(0x61);
      break;
    }
    expect((await read(packed)).text).toBe('{"q": "a"}\n');
  });
});

describe('the frames of zstd data', () => {
  const bytes = Buffer.concat([
    packed,
    skippable,
    frame(['a', 'bc'], { hasSize: true }),
    runFrame,
    frame(['']),
    packed,
  ]);
  const endsOf = (step: number): number[] => {
    const frames = new ZstdFrames();
    const ends: number[] = [];
    for (let at = 0; at < bytes.length;) {
      const { used, isEnd } = frames.take(bytes.subarray(at, at + step));
      at += used;
      if (isEnd) ends.push(at);
    }
    return ends;
  };

  it('end where they end, however the bytes are cut', () => {
    const whole = endsOf(bytes.length);
    expect(whole).toHaveLength(6);
    expect(whole[0]).toBe(packed.length);
    expect(whole[1]).toBe(packed.length + skippable.length);
    expect(whole[5]).toBe(bytes.length);
    for (let step = 1; step < 30; step++) expect(endsOf(step)).toEqual(whole);
  });

  it('never end in other bytes', () => {
    const frames = new ZstdFrames();
    expect(frames.take(Buffer.from('no zstd at all'))).toEqual({ used: 14, isEnd: false });
  });
});
