/** The built-in embedder: all-MiniLM-L6-v2 on the one embedding thread, behind a disk cache. */
import path from 'node:path';
import type { Embedder, Log } from '../../core/ports';
import { cachedEmbedder } from './cachedEmbedder';
import { startEmbedderThread } from './embedderThread';
import type { RuntimeChoice } from './embeddingMessages';
import { openVectorCache } from './vectorCache';

/** An embedder that owns a thread, a file or a connection. */
export interface DisposableEmbedder extends Embedder {
  /** Ends what it owns; everybody still waiting is told. Safe to call twice. */
  dispose(): Promise<void>;
}

export interface LocalEmbedderOptions {
  /** The build's `dist` folder: holds `workers/embeddingThread.js`, `models/` and `runtime/`. */
  readonly distFolder: string;
  /** Where vectors are kept between runs; absent: nowhere. */
  readonly cacheFolder?: string;
  /** `auto` by default: native, else WebAssembly. */
  readonly runtime?: RuntimeChoice;
  readonly log?: Log;
}

/**
 * Starts the embedding thread and loads the model. Call once per process: there is one embedding thread.
 * Rejects with one clear sentence where neither the native nor the WebAssembly runtime can load the weights.
 */
export async function openLocalEmbedder(options: LocalEmbedderOptions): Promise<DisposableEmbedder> {
  const thread = await startThread(options);
  options.log?.info(`Embedding model ${thread.id} loaded (${thread.runtime} runtime).`);
  if (options.cacheFolder === undefined) return thread;
  try {
    const cache = await openVectorCache(options.cacheFolder, thread.id, thread.width);
    const close = async () => {
      await thread.dispose();
      await cache.close();
    };
    let closing: Promise<void> | undefined;
    return { ...cachedEmbedder(thread, cache), dispose: () => (closing ??= close()) };
  } catch (error) {
    options.log?.warn(`Vectors are not kept: the cache in ${options.cacheFolder} cannot be opened (${String(error)}).`);
    return thread;
  }
}

async function startThread({ distFolder, runtime = 'auto' }: LocalEmbedderOptions) {
  const threadFile = path.join(distFolder, 'workers', 'embeddingThread.js');
  const modelsFolder = path.join(distFolder, 'models');
  try {
    return await startEmbedderThread(threadFile, {
      modelsFolder,
      runtimeFolder: path.join(distFolder, 'runtime'),
      runtime,
    });
  } catch (error) {
    throw new Error(`The embedding model in ${modelsFolder} could not be loaded: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
