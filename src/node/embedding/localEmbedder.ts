/** The built-in embedder: all-MiniLM-L6-v2 on the one embedding thread, behind a disk cache. */
import type { Embedder, Log } from '../../core/ports';

/** An embedder that owns a thread, a file or a connection. */
export interface DisposableEmbedder extends Embedder {
  /** Ends what it owns; everybody still waiting is told. Safe to call twice. */
  dispose(): Promise<void>;
}

export interface LocalEmbedderOptions {
  /** The build's `dist` folder: holds `workers/embeddingThread.js`, `models/` and `runtime/`. */
  readonly distFolder: string;
  /** Where vectors are kept between runs; absent: only in memory. */
  readonly cacheFolder?: string;
  readonly log?: Log;
}

/**
 * Starts the embedding thread and loads the model. Call once per process: there is one embedding thread.
 * Rejects with one clear sentence where neither the native nor the WebAssembly runtime can load the weights.
 */
export async function openLocalEmbedder(options: LocalEmbedderOptions): Promise<DisposableEmbedder> {
  throw new Error(`Not built yet: ${options.distFolder}`);
}
