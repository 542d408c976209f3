/** Vectors from a file pair: `PREFIX.json` (array of tag names) and `PREFIX.f32` (row-major little-endian float32). */
import type { Embedder } from '../../core/ports';

/** Reads both files; `embed` rejects naming the first text that is missing. NaN and wrong widths are refused on opening. */
export async function openFileEmbedder(prefix: string): Promise<Embedder> {
  throw new Error(`Not built yet: ${prefix}`);
}
