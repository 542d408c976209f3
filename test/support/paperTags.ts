/**
 * Raw tags at the paper's scale, made from real counts: 773,511 queries and more than 100,000 distinct raw tags. Each
 * InsTagger tag of Magpie is spread over surface variants (case, hyphen, plural), the frequent ones most; the long
 * tail is made of pairs of real tags. Deterministic.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { EmbedNames } from '../../src/core/normalize/normalize';
import type { TagTable } from '../../src/core/normalize/tagTable';
import { randomOf, type Random } from '../../src/core/select/random';
import { sharedPath } from './sharedData';

const queryCount = 773_511;
const tailSize = 95_000;
const meanTags = 4.4;
/** Share of tags drawn from the tail: most of its tags then occur a few times. */
const tailShare = 0.06;

interface CountedTag {
  readonly tag: string;
  readonly count: number;
}

export function hasPaperTags(): boolean {
  return existsSync(sharedPath('data', 'tags', 'tag_instruct_tag_values_magpie.jsonl'));
}

function countedTags(): CountedTag[] {
  const text = readFileSync(sharedPath('data', 'tags', 'tag_instruct_tag_values_magpie.jsonl'), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CountedTag);
}

/** One query per row. */
export function paperTags(seed: number): TagTable {
  const random = randomOf(seed);
  const real = countedTags();
  const idOf = new Map<string, number>();
  const intern = (name: string): number => {
    const id = idOf.get(name) ?? idOf.size;
    idOf.set(name, id);
    return id;
  };
  const cumulative = cumulativeCounts(real);
  const drawReal = (): string => variantOf(real[drawn(cumulative, random)]!.tag, random);
  const tail = Array.from({ length: tailSize }, () => tailTag(real, random));
  const tagOffsets = new Uint32Array(queryCount + 1);
  const ids: number[] = [];
  for (let query = 0; query < queryCount; query++) {
    const size = 2 + Math.floor(random.next() * 2 * (meanTags - 1.5));
    const names = Array.from({ length: size }, () =>
      random.next() < tailShare ? tail[random.below(tail.length)]! : drawReal(),
    );
    for (const name of new Set(names)) ids.push(intern(name));
    tagOffsets[query + 1] = ids.length;
  }
  const queryOffsets = Uint32Array.from({ length: queryCount + 1 }, (_, row) => row);
  return { names: [...idOf.keys()], queryOffsets, tagOffsets, tagIds: Uint32Array.from(ids) };
}

function cumulativeCounts(tags: readonly CountedTag[]): Float64Array {
  let sum = 0;
  return Float64Array.from(tags, ({ count }) => (sum += count));
}

function drawn(cumulative: Float64Array, random: Random): number {
  const wanted = random.next() * cumulative.at(-1)!;
  let [low, high] = [0, cumulative.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle]! > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

function variantOf(tag: string, random: Random): string {
  const kind = random.next();
  if (kind < 0.75) return titled(tag);
  if (kind < 0.85) return tag;
  if (kind < 0.93) return titled(tag).replaceAll(' ', '-');
  return /[a-rt-z]$/u.test(tag) ? `${titled(tag)}s` : titled(tag);
}

function titled(tag: string): string {
  return tag.replace(/(^|[\s-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function tailTag(real: readonly CountedTag[], random: Random): string {
  const word = (): string => real[random.below(real.length)]!.tag;
  return titled(`${word()} ${word()}`);
}

/** Vectors that are close where names share words: the sum of a fixed random direction per word. */
export function wordVectors(width: number): EmbedNames {
  const directions = new Map<string, Float32Array>();
  const directionOf = (word: string): Float32Array => {
    let direction = directions.get(word);
    if (direction === undefined) {
      const random = randomOf(directions.size + 1);
      direction = Float32Array.from({ length: width }, () => random.next() + random.next() - 1);
      directions.set(word, direction);
    }
    return direction;
  };
  return async (names) => {
    const vectors = new Float32Array(names.length * width);
    names.forEach((name, index) => {
      const vector = vectors.subarray(index * width, (index + 1) * width);
      for (const word of name.toLowerCase().split(/[\s-]+/u))
        directionOf(word).forEach((value, at) => (vector[at]! += value));
    });
    return vectors;
  };
}
