/** The content hash of a query: what tags are keyed by, so that they survive reordering and are shared by equal queries. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The first 64 bits of a hash, as two unsigned halves for typed-array columns. */
export interface HashHalves {
  readonly high: number;
  readonly low: number;
}

/** 32 hexadecimal digits: the first 128 bits of SHA-256 over the UTF-8 text. Time O(length). */
export function queryHash(text: string): string {
  return bytesToHex(digest(text).subarray(0, 16));
}

/** The first 64 bits of `queryHash(text)`, without making the string. */
export function queryHashHalves(text: string): HashHalves {
  const bytes = digest(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { high: view.getUint32(0), low: view.getUint32(4) };
}

/** The halves of a hash in hexadecimal. */
export function halvesOfHash(hash: string): HashHalves {
  return { high: Number.parseInt(hash.slice(0, 8), 16), low: Number.parseInt(hash.slice(8, 16), 16) };
}

/** The first half of a hash, from its halves; enough wherever a hash is only looked up. */
export function hashOfHalves(high: number, low: number): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}

export function isQueryHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}

/** A lone surrogate has no UTF-8; it is replaced by U+FFFD, as every encoder does. */
function digest(text: string): Uint8Array {
  return sha256(utf8ToBytes(text));
}
