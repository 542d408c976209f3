/** Hands out an embedder, opened when it is first needed: the process's own one, an endpoint's, or vectors from a file. */
import { openCachedEndpointEmbedder, type EndpointEmbedderOptions } from '../embedding/endpointEmbedder';
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
  return sourceOf(() => openLocalEmbedder(options));
}

/** Vectors of an OpenAI-compatible endpoint, kept in `cacheFolder`. */
export function endpointEmbedderSource(options: EndpointEmbedderOptions, cacheFolder?: string): EmbedderSource {
  return sourceOf(() => openCachedEndpointEmbedder(options, cacheFolder));
}

export function fileEmbedderSource(prefix: string): EmbedderSource {
  return sourceOf(async () => ({ ...(await openFileEmbedder(prefix)), dispose: async () => {} }));
}

/** What could not be opened is tried again by the next caller. */
function sourceOf(openEmbedder: () => Promise<DisposableEmbedder>): EmbedderSource {
  let opening: Promise<DisposableEmbedder> | undefined;
  return {
    open: () => {
      opening ??= openEmbedder().catch((error: unknown) => {
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
