import { describe, expect, it } from 'vitest';
import { fixedVocabularyOf } from '../../../../src/core/normalize/fixedVocabulary';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { formatRecipe, parseRecipe } from '../../../../src/core/normalize/recipe';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import type { Embedder } from '../../../../src/core/ports';
import { normalizeTable } from '../../../../src/node/session/normalizePool';

const embedder: Embedder = {
  id: 'fake-1',
  width: 1,
  embed: async (texts) => new Float32Array(texts.length).fill(1),
};
const embedders = { open: async () => embedder, dispose: async () => {} };
const table = tagTableOf([['Proof'], ['proofs'], ['Essay'], ['Essay']]);
const recipe = { parameters: { ...defaultParameters, frequency: 1 }, decisions: [] };

describe('normalizeTable', () => {
  it('writes down which vectors it used', async () => {
    const { recipe: used, warnings } = await normalizeTable(table, recipe, embedders);
    expect(used.embeddingModel).toBe('fake-1');
    expect(warnings).toEqual([]);
  });

  it("says clearly that a recipe was made with another model's vectors", async () => {
    const foreign = { ...recipe, embeddingModel: 'phrase-bert' };
    const { warnings } = await normalizeTable(table, foreign, embedders);
    expect(warnings).toEqual([expect.stringContaining('vectors of "phrase-bert", those at hand are of "fake-1"')]);
    const withoutVectors = { ...foreign, parameters: { ...recipe.parameters, semantic: 'off' as const } };
    expect((await normalizeTable(table, withoutVectors, embedders)).warnings).toEqual([]);
  });

  it('replays a vocabulary on other data from its file, without asking for vectors', async () => {
    const made = await normalizeTable(
      table,
      { ...recipe, parameters: { ...recipe.parameters, semantic: 'off' } },
      embedders,
    );
    const reading = parseRecipe(formatRecipe({ ...made.recipe, vocabulary: fixedVocabularyOf(made.vocabulary) }));
    if (reading.kind !== 'recipe') throw new Error(reading.message);
    const refusing = { open: () => Promise.reject(new Error('No weights.')), dispose: async () => {} };
    const other = tagTableOf([['PROOFS', 'Cooking'], ['Essays']]);
    const { vocabulary, warnings } = await normalizeTable(other, reading.recipe, refusing);
    expect(vocabulary.names).toEqual(fixedVocabularyOf(made.vocabulary).map(({ name }) => name));
    expect(other.names.map((_, raw) => vocabulary.names[vocabulary.ofRaw[raw]!])).toEqual([
      'Proof',
      undefined,
      'Essay',
    ]);
    expect(warnings).toEqual([]);
  });
});
