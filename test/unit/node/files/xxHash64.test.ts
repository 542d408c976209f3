import { expect, it } from 'vitest';
import { XxHash64 } from '../../../../src/node/files/xxHash64';
import { seededRandom } from '../../../support/seededRandom';

const hashOf = (...pieces: Uint8Array[]): string => {
  const hash = new XxHash64();
  for (const piece of pieces) hash.update(piece);
  return hash.digest().toString(16).padStart(16, '0');
};
const bytesOf = (text: string) => new TextEncoder().encode(text);

it('gives the published hashes', () => {
  expect(hashOf()).toBe('ef46db3751d8e999');
  expect(hashOf(bytesOf('a'))).toBe('d24ec4f1a98c6e5b');
  expect(hashOf(bytesOf('abc'))).toBe('44bc2cf5ad770999');
  expect(hashOf(bytesOf('Nobody inspects the spammish repetition'))).toBe('fbcea83c8a378bf1');
});

it('gives what the definition gives, at every length and however the bytes are cut', () => {
  const random = seededRandom(7);
  const bytes = Uint8Array.from({ length: 300_000 }, () => Math.floor(random() * 256));
  for (let length = 0; length < 200; length++) {
    const whole = bytes.subarray(0, length);
    const cut = Math.floor(random() * (length + 1));
    expect(hashOf(whole)).toBe(slowHash(whole));
    expect(hashOf(whole.subarray(0, cut), whole.subarray(cut))).toBe(slowHash(whole));
  }
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieces.at(-1)!.length)
    pieces.push(bytes.subarray(at, at + 1 + Math.floor(random() * 150_000)));
  expect(hashOf(...pieces)).toBe(slowHash(bytes));
});

it('begins anew', () => {
  const hash = new XxHash64();
  hash.update(new Uint8Array(77));
  hash.reset();
  hash.update(bytesOf('abc'));
  expect(hash.digest()).toBe(0x44bc2cf5ad770999n);
});

/** The specification, word for word, in big integers. */
function slowHash(bytes: Uint8Array): string {
  const mask = (1n << 64n) - 1n;
  const [p1, p2, p3, p4, p5] = [
    11400714785074694791n,
    14029467366897019727n,
    1609587929392839161n,
    9650029242287828579n,
    2870177450012600261n,
  ] as const;
  const rotl = (x: bigint, r: bigint) => ((x << r) | (x >> (64n - r))) & mask;
  const round = (acc: bigint, lane: bigint) => (rotl((acc + lane * p2) & mask, 31n) * p1) & mask;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash: bigint = p5;
  if (bytes.length >= 32) {
    const accs = [(p1 + p2) & mask, p2, 0n, -p1 & mask];
    for (; at + 32 <= bytes.length; at += 32)
      for (let lane = 0; lane < 4; lane++) accs[lane] = round(accs[lane]!, view.getBigUint64(at + 8 * lane, true));
    hash = [1n, 7n, 12n, 18n].reduce((sum, turns, lane) => (sum + rotl(accs[lane]!, turns)) & mask, 0n);
    for (const acc of accs) hash = ((hash ^ round(0n, acc)) * p1 + p4) & mask;
  }
  hash = (hash + BigInt(bytes.length)) & mask;
  for (; at + 8 <= bytes.length; at += 8)
    hash = (rotl(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4) & mask;
  for (; at + 4 <= bytes.length; at += 4)
    hash = (rotl(hash ^ ((BigInt(view.getUint32(at, true)) * p1) & mask), 23n) * p2 + p3) & mask;
  for (; at < bytes.length; at++) hash = (rotl(hash ^ ((BigInt(bytes[at]!) * p5) & mask), 11n) * p1) & mask;
  hash = ((hash ^ (hash >> 33n)) * p2) & mask;
  hash = ((hash ^ (hash >> 29n)) * p3) & mask;
  return (hash ^ (hash >> 32n)).toString(16).padStart(16, '0');
}
