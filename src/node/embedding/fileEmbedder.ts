/** Vectors from a file pair: `PREFIX.json` (array of tag names) and `PREFIX.f32` (row-major little-endian float32). */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Embedder, LongWork } from '../../core/ports';

/** Reads both files; `embed` rejects naming the first text that is missing. NaN and wrong widths are refused on opening. */
export async function openFileEmbedder(prefix: string): Promise<Embedder> {
  const names = namesIn(await readFile(`${prefix}.json`, 'utf8'), `${prefix}.json`);
  const vectors = vectorsIn(await readFile(`${prefix}.f32`), names.length, `${prefix}.f32`);
  const width = names.length === 0 ? 0 : vectors.length / names.length;
  refuseUnusable(vectors, width, names, `${prefix}.f32`);
  const rowOf = new Map(names.map((name, row) => [name, row]));
  const embed = async (texts: readonly string[], work: LongWork = {}) => {
    work.cancellation?.throwIfAborted();
    const result = new Float32Array(texts.length * width);
    texts.forEach((text, index) => {
      const row = rowOf.get(text);
      if (row === undefined) throw new Error(`${prefix}.json holds no vector for the tag "${text}".`);
      result.set(unitLength(vectors.subarray(row * width, (row + 1) * width)), index * width);
    });
    return result;
  };
  return { id: `file ${path.basename(prefix)}`, width, embed };
}

function namesIn(text: string, file: string): string[] {
  const names = parsed(text, file);
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new Error(`${file} must hold a JSON array of tag names.`);
  }
  return names;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not valid JSON: ${String(error)}`);
  }
}

function vectorsIn(bytes: Buffer, count: number, file: string): Float32Array {
  const valueCount = bytes.length / 4;
  if (!Number.isInteger(valueCount) || (count === 0 ? valueCount > 0 : valueCount % count !== 0 || valueCount === 0)) {
    throw new Error(
      `${file} holds ${bytes.length} bytes, which are no equally wide float32 vectors for ${count} tags.`,
    );
  }
  return Float32Array.from({ length: valueCount }, (_, index) => bytes.readFloatLE(4 * index));
}

function refuseUnusable(vectors: Float32Array, width: number, names: readonly string[], file: string): void {
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const name = names[Math.floor(bad / width)];
  throw new Error(`${file} holds ${vectors[bad]} in the vector of "${name}"; every value must be a number.`);
}

function unitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  // Vectors of unit length are handed on as they are, to the last bit.
  return length === 0 || Math.abs(length - 1) < 1e-5 ? vector : vector.map((value) => value / length);
}
