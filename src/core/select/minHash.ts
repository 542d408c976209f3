/**
 * Near-duplicates of texts by MinHash (Broder 1997) with locality-sensitive banding. A text becomes the set of its word
 * shingles (lower-cased runs of letters and digits; a text of fewer words is one shingle, Chinese and Japanese count by
 * character), each hashed to 32 bits (FNV-1a); 128 permutations give its signature; 32 bands of 4 propose pairs, and a
 * pair is kept where at least `similarity` of the 128 agree. Groups are the connected components of kept pairs.
 * Each text is compared with the first text of its bucket and with the one before it, not with all: a bucket of
 * equal texts costs linear time. At similarity 0.8 a true pair shares a band with probability 1 − (1 − 0.8⁴)³² > 0.9999.
 * Time O(characters + shingles · 128), memory 512 bytes per text for signatures and one band's
 * buckets at a time; texts are not kept.
 */
import type { LongWork } from '../ports';
import { randomOf } from './random';

export interface NearDuplicateOptions {
  /** Estimated Jaccard similarity of word shingles from which two texts are near-duplicates; 0.8 by default. */
  readonly similarity?: number;
  /** Words per shingle; 3 by default. */
  readonly shingleWords?: number;
  readonly seed?: number;
}

const permutationCount = 128;
const bandRows = 4;

/** Per text the lowest index of its near-duplicate group: itself where it has none before it. Empty texts are alone. */
export function duplicateGroups(
  texts: Iterable<string>,
  options: NearDuplicateOptions = {},
  work: LongWork = {},
): Uint32Array {
  const groups = new GroupFinder(options);
  for (const text of texts) {
    groups.add(text);
    if (groups.size % 256 !== 0) continue;
    work.cancellation?.throwIfAborted();
    work.onProgress?.(groups.size, groups.size);
  }
  return groups.leaders();
}

/** Finds groups of texts that come in one by one, for callers that read them asynchronously. */
export class GroupFinder {
  private readonly similarity: number;
  private readonly shingleWords: number;
  private readonly factors: Uint32Array;
  private readonly offsets: Uint32Array;
  private readonly signatures: Uint32Array[] = [];

  constructor({ similarity = 0.8, shingleWords = 3, seed = 0 }: NearDuplicateOptions = {}) {
    this.similarity = similarity;
    this.shingleWords = shingleWords;
    const random = randomOf(seed);
    // Odd factors make multiplication modulo 2³² a permutation.
    this.factors = Uint32Array.from({ length: permutationCount }, () => random.below(4294967296) | 1);
    this.offsets = Uint32Array.from({ length: permutationCount }, () => random.below(4294967296));
  }

  /** Number of texts so far. */
  get size(): number {
    return this.signatures.length;
  }

  add(text: string): void {
    this.signatures.push(this.signatureOf(text));
  }

  /** Per text the lowest index of its group. */
  leaders(): Uint32Array {
    const parents = Uint32Array.from(this.signatures, (_, index) => index);
    for (let from = 0; from < permutationCount; from += bandRows) this.joinBand(from, parents);
    return parents.map((_, index) => rootOf(parents, index));
  }

  /** Joins near texts that agree in the band of signature entries from `from`. Changes `parents`. */
  private joinBand(from: number, parents: Uint32Array): void {
    const firstWith = new Map<number, number>();
    const lastOf = parents.slice();
    this.signatures.forEach((signature, index) => {
      if (signature.length === 0) return;
      const key = bandKey(signature, from);
      const first = firstWith.get(key);
      if (first === undefined) {
        firstWith.set(key, index);
        lastOf[index] = index;
        return;
      }
      this.joinIfNear(first, index, parents);
      this.joinIfNear(lastOf[first]!, index, parents);
      lastOf[first] = index;
    });
  }

  private joinIfNear(a: number, b: number, parents: Uint32Array): void {
    const rootA = rootOf(parents, a);
    const rootB = rootOf(parents, b);
    if (rootA === rootB || !this.areNear(a, b)) return;
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private areNear(a: number, b: number): boolean {
    const first = this.signatures[a]!;
    const second = this.signatures[b]!;
    let agreeing = 0;
    for (let k = 0; k < permutationCount; k++) if (first[k] === second[k]) agreeing++;
    return agreeing >= this.similarity * permutationCount;
  }

  private signatureOf(text: string): Uint32Array {
    const hashes = shingleHashes(text, this.shingleWords);
    if (hashes.size === 0) return new Uint32Array(0);
    const signature = new Uint32Array(permutationCount).fill(0xffffffff);
    for (const hash of hashes) {
      for (let k = 0; k < permutationCount; k++) {
        // Multiplying keeps low bits low, so the minimum is taken over a mix of high and low bits.
        const product = Math.imul(hash, this.factors[k]!) + this.offsets[k]!;
        const permuted = (product ^ (product >>> 15)) >>> 0;
        if (permuted < signature[k]!) signature[k] = permuted;
      }
    }
    return signature;
  }
}

/** Root of an index, halving the way there. Changes `parents`. */
function rootOf(parents: Uint32Array, index: number): number {
  let at = index;
  while (parents[at] !== at) {
    parents[at] = parents[parents[at]!]!;
    at = parents[at]!;
  }
  return at;
}

function shingleHashes(text: string, shingleWords: number): Set<number> {
  const words =
    text.toLowerCase().match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}\p{M}]+/gu) ?? [];
  const wordHashes = words.map(hashText);
  const hashes = new Set<number>();
  const width = Math.min(shingleWords, wordHashes.length);
  if (width === 0) return hashes;
  for (let from = 0; from + width <= wordHashes.length; from++) hashes.add(mixHashes(wordHashes, from, width));
  return hashes;
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

function mixHashes(hashes: readonly number[], from: number, width: number): number {
  let mixed = 0x811c9dc5;
  for (let at = from; at < from + width; at++) {
    mixed = Math.imul(mixed ^ hashes[at]!, 0x01000193);
    mixed ^= mixed >>> 13;
  }
  return mixed >>> 0;
}

function bandKey(signature: Uint32Array, from: number): number {
  const low = mixHashes([signature[from]!, signature[from + 1]!], 0, 2);
  const high = mixHashes([signature[from + 2]!, signature[from + 3]!], 0, 2);
  // 53 bits, so that different bands of different texts practically never share a key.
  return (high & 0x1fffff) * 4294967296 + low;
}
