import { describe, expect, it } from 'vitest';
import type { Embedder } from '../../../../../src/core/ports';
import type { Tagger } from '../../../../../src/core/tagging/tagRecord';
import { createEmbeddedTagger } from '../../../../../src/node/tagging/embedded/embeddedTagger';
import { createLexicalTagger } from '../../../../../src/node/tagging/embedded/lexicalTagger';
import { createLocalTagger } from '../../../../../src/node/tagging/embedded/localTagger';

const width = 64;

/** A bag of hashed words: texts that share words are near, so that no model is needed. */
const wordEmbedder: Embedder = {
  id: 'Xenova/bag-of-words',
  width,
  embed: async (texts) => {
    const vectors = new Float32Array(texts.length * width);
    texts.forEach((text, row) => {
      const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
      for (const word of words) vectors[row * width + hash(word)]! += 1 / Math.sqrt(words.length);
    });
    return vectors;
  },
};

function hash(word: string): number {
  return [...word].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % width, 7);
}

async function tagsOf(tagger: Tagger, query: string) {
  const reply = await tagger.tag(query);
  if (reply.kind !== 'reply' || reply.outcome.kind !== 'tagged') throw new Error('not tagged');
  return reply.outcome.tags;
}

describe('the embedded tagger', () => {
  it('says that it is of preview quality', async () => {
    const tagger = await createEmbeddedTagger({ embedder: wordEmbedder });
    expect(tagger.label).toContain('preview quality');
    expect(tagger).toMatchObject({ isRemote: false, identity: { tagger: 'embedded', promptHash: '' } });
  });

  it('gives two to six distinct tags, each with its reason', async () => {
    const tagger = await createEmbeddedTagger({ embedder: wordEmbedder });
    for (const query of ['Write a haiku about rain', 'asdf', '写一首诗', 'x'.repeat(50_000)]) {
      const tags = await tagsOf(tagger, query);
      expect(tags.length).toBeGreaterThanOrEqual(1);
      expect(tags.length).toBeLessThanOrEqual(6);
      expect(new Set(tags.map(({ tag }) => tag)).size).toBe(tags.length);
      expect(tags.every(({ explanation }) => explanation !== undefined && explanation !== '')).toBe(true);
    }
  });

  it('names the language of code it sees', async () => {
    const tagger = await createEmbeddedTagger({ embedder: wordEmbedder });
    const tags = await tagsOf(tagger, 'Explain:\n```python\ndef add(a, b):\n    return a + b\n```');
    const python = tags.find(({ tag }) => tag === 'Python Programming');
    expect(python?.explanation).toMatch(/^The query (holds|names) Python/u);
  });

  it('reports a lost embedder as trouble that stops the run', async () => {
    let isLost = false;
    const embedder: Embedder = {
      ...wordEmbedder,
      embed: (texts) => (isLost ? Promise.reject(new Error('thread ended')) : wordEmbedder.embed(texts)),
    };
    const tagger = await createEmbeddedTagger({ embedder });
    isLost = true;
    expect(await tagger.tag('hello')).toMatchObject({ kind: 'trouble', reason: 'notLoaded', stopsRun: true });
  });

  it('rejects when cancelled', async () => {
    const embedder: Embedder = { ...wordEmbedder, embed: (texts, work) => cancellable(texts, work) };
    const tagger = await createEmbeddedTagger({ embedder });
    await expect(tagger.tag('hello', AbortSignal.abort())).rejects.toThrow();
  });
});

const cancellable: Embedder['embed'] = async (texts, work) => {
  work?.cancellation?.throwIfAborted();
  return wordEmbedder.embed(texts);
};

describe('the lexical tagger', () => {
  it('tags by words and says so', async () => {
    const tagger = createLexicalTagger();
    expect(tagger.label).toContain('word matching');
    const tags = await tagsOf(tagger, 'Write a haiku about winter');
    expect(tags.map(({ tag }) => tag)).toContain('Haiku Writing');
  });

  it('never leaves a query without a tag', async () => {
    expect(await tagsOf(createLexicalTagger(), '…')).toHaveLength(1);
  });

  it('takes over where the model cannot be loaded, and the reason is logged', async () => {
    const warnings: string[] = [];
    const log = { info: () => {}, error: () => {}, warn: (message: string) => void warnings.push(message) };
    const tagger = await createLocalTagger({ openEmbedder: () => Promise.reject(new Error('no weights')), log });
    expect(tagger.identity.tagger).toBe('lexical');
    expect(warnings.join()).toContain('no weights');
  });
});
