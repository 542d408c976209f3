/** Hands out the process's one embedder, opened when it is first needed, or vectors from a file. */
import { openFileEmbedder } from '../embedding/fileEmbedder';
import { openLocalEmbedder, type DisposableEmbedder } from '../embedding/localEmbedder';
import type { Embedder, Log } from '../../core/ports';

export interface EmbedderSourceOptions {
  readonly distFolder: string;
  readonly cacheFolder?: string;
  readonly log?: Log;
}

export interface EmbedderSource {
  /** The embedder; the same one for every caller. Rejects where the model cannot be loaded; the next call tries again. */
  open(): Promise<Embedder>;
  dispose(): Promise<void>;
}

export function localEmbedderSource(options: EmbedderSourceOptions): EmbedderSource {
  let opening: Promise<DisposableEmbedder> | undefined;
  return {
    open: () => {
      opening ??= openLocalEmbedder(options).catch((error: unknown) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    dispose: async () => {
      const opened = await opening?.catch(() => undefined);
      await opened?.dispose();
    },
  };
}

export function fileEmbedderSource(prefix: string): EmbedderSource {
  return { open: () => openFileEmbedder(prefix), dispose: () => Promise.resolve() };
}
