/** The tagger that needs no key: embedded where the model can be loaded, otherwise lexical, and it says which. */
import type { Embedder, Log } from '../../../core/ports';
import type { Tagger } from '../../../core/tagging/tagRecord';
import { createEmbeddedTagger } from './embeddedTagger';
import { createLexicalTagger } from './lexicalTagger';

export interface LocalTaggerOptions {
  /** Opens (or hands out) the process's one embedder; a rejection leads to the lexical tagger. */
  readonly openEmbedder: () => Promise<Embedder>;
  readonly log?: Log;
}

/** The embedded tagger, or the lexical one with the reason logged where the embedder cannot be opened. Never rejects. */
export async function createLocalTagger({ openEmbedder, log }: LocalTaggerOptions): Promise<Tagger> {
  try {
    return await createEmbeddedTagger({ embedder: await openEmbedder() });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log?.warn(`Tagging falls back to word matching. ${reason}`);
    return createLexicalTagger();
  }
}
