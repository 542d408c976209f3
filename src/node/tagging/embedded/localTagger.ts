/** The tagger that needs no key: embedded where the model can be loaded, otherwise lexical, and it says which. */
import type { Embedder, Log } from '../../../core/ports';
import type { Tagger } from '../../../core/tagging/tagRecord';

export interface EmbeddedTaggerOptions {
  readonly embedder: Embedder;
  /** Where the vocabulary's vectors are kept between runs, besides the embedder's own cache. */
  readonly cacheFolder?: string;
}

/** Tags by nearness to the bundled vocabulary and by the query's form; `identity.tagger` is `embedded`. */
export async function createEmbeddedTagger(options: EmbeddedTaggerOptions): Promise<Tagger> {
  throw new Error(`Not built yet: ${options.embedder.id}`);
}

/** Tags by words and form alone; `identity.tagger` is `lexical`, and its label says why it is used. */
export function createLexicalTagger(): Tagger {
  throw new Error('Not built yet');
}

export interface LocalTaggerOptions {
  /** Opens (or hands out) the process's one embedder; a rejection leads to the lexical tagger. */
  readonly openEmbedder: () => Promise<Embedder>;
  readonly log?: Log;
}

/** The embedded tagger, or the lexical one with the reason logged where the embedder cannot be opened. Never rejects. */
export async function createLocalTagger(options: LocalTaggerOptions): Promise<Tagger> {
  throw new Error(`Not built yet: ${typeof options.openEmbedder}`);
}
