/** The reference vectors of the 7,207 raw tags. */
import { readFileSync } from 'node:fs';
import type { EmbedNames } from '../../src/core/normalize/normalize';
import { sharedPath } from './sharedData';

export interface NamedVectors {
  readonly names: readonly string[];
  readonly vectors: Float32Array;
  readonly width: number;
}

export function referenceVectors(): NamedVectors {
  const names = JSON.parse(readFileSync(sharedPath('reference', 'raw_tags.json'), 'utf8')) as string[];
  const bytes = readFileSync(sharedPath('reference', 'raw_tags.f32'));
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return { names, vectors, width: vectors.length / names.length };
}

/** Looks each name up; a missing one is an error that names it. */
export function embedFrom({ names, vectors, width }: NamedVectors): EmbedNames {
  const rowOf = new Map(names.map((name, row) => [name, row]));
  return async (wanted) => {
    const result = new Float32Array(wanted.length * width);
    wanted.forEach((name, index) => {
      const row = rowOf.get(name);
      if (row === undefined) throw new Error(`No vector for ${name}`);
      result.set(vectors.subarray(row * width, (row + 1) * width), index * width);
    });
    return result;
  };
}
