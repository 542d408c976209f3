/** One unit-length vector per tag of the vocabulary: the mean of its name's and its described form's vectors. */
import type { Embedder, LongWork } from '../../../core/ports';
import type { IntentionTag } from '../../../core/vocabulary/intentionTags';

/** What is embedded for a tag, besides its bare name. */
export function describedForm({ name, gloss, cues }: IntentionTag): string {
  const details = [gloss, cues.slice(0, 6).join(', ')].filter(Boolean).join('; ');
  return details === '' ? name : `${name}: ${details}`;
}

/** Every text that the vectors are made of, each once; what a build embeds in advance. */
export function vocabularyTexts(tags: readonly IntentionTag[]): string[] {
  return [...new Set(tags.flatMap((tag) => [tag.name, describedForm(tag)]))];
}

/** Row-major, one row per tag. */
export async function embedVocabulary(
  tags: readonly IntentionTag[],
  embedder: Embedder,
  work?: LongWork,
): Promise<Float32Array> {
  const texts = vocabularyTexts(tags);
  const vectors = await embedder.embed(texts, work);
  const { width } = embedder;
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const means = new Float32Array(tags.length * width);
  tags.forEach((tag, index) => {
    const mean = means.subarray(index * width, (index + 1) * width);
    for (const text of [tag.name, describedForm(tag)]) addRow(mean, vectors, rowOf.get(text)!);
    normalizeRow(mean);
  });
  return means;
}

/** Adds one row of a row-major matrix to a vector, in place. */
export function addRow(sum: Float32Array, matrix: Float32Array, row: number, weight = 1): void {
  const offset = row * sum.length;
  for (let column = 0; column < sum.length; column++) sum[column]! += weight * matrix[offset + column]!;
}

/** Scales a vector to unit length, in place; a zero vector stays zero. */
export function normalizeRow(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const scale = 1 / Math.sqrt(squares);
  for (let column = 0; column < vector.length; column++) vector[column]! *= scale;
}
