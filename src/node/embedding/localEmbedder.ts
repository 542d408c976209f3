/** The built-in embedder: all-MiniLM-L6-v2 on the one embedding thread, behind a disk cache. */
import path from 'node:path';
import type { Embedder, Log } from '../../core/ports';
import { cachedEmbedder } from './cachedEmbedder';
import { startEmbedderThread } from './embedderThread';
import type { RuntimeChoice } from './embeddingMessages';
import { openBundledVectors, openVectorCache, type VectorCache } from './vectorCache';

const longestKept = 160;

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
  const caches = await openCaches(options, thread);
  const cached = caches.reduce<Embedder>((source, cache) => cachedEmbedder(source, cache), thread);
  const close = async () => {
    await thread.dispose();
    for (const cache of caches) await cache.close();
  };
  let closing: Promise<void> | undefined;
  return {
    id: thread.id,
    width: thread.width,
    quick: thread.quick,
    embed: (texts, work) => (texts.every(isWorthKeeping) ? cached.embed(texts, work) : thread.embed(texts, work)),
    dispose: () => (closing ??= close()),
  };
}

/** Where a build lays the vectors of the vocabulary. */
export function bundledVectorsFolder(distFolder: string): string {
  return path.join(distFolder, 'models', 'vectors');
}

/** Tag names recur from run to run; whole queries would only fill the disk, and their tags are in the journal. */
function isWorthKeeping(text: string): boolean {
  return text.length <= longestKept;
}

/** The user's cache, then the bundled vectors, which are asked first. */
async function openCaches(options: LocalEmbedderOptions, thread: Embedder): Promise<VectorCache[]> {
  const caches: VectorCache[] = [];
  const { cacheFolder, distFolder, log } = options;
  try {
    if (cacheFolder !== undefined) caches.push(await openVectorCache(cacheFolder, thread.id, thread.width));
  } catch (error) {
    log?.warn(`Vectors are not kept: the cache in ${cacheFolder} cannot be opened (${messageOf(error)}).`);
  }
  const bundled = await openBundledVectors(bundledVectorsFolder(distFolder), thread.id, thread.width);
  return bundled === undefined ? caches : [...caches, bundled];
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
