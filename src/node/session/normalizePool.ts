/** Normalization of a table by a recipe, with vectors from an embedder source. */
import { normalizeByVocabulary } from '../../core/normalize/fixedNormalization';
import { normalize, type NormalizationResult } from '../../core/normalize/normalize';
import type { Recipe } from '../../core/normalize/recipe';
import type { TagTable } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import type { EmbedderSource } from './embedderSource';

export interface PoolNormalization extends NormalizationResult {
  /** The recipe as it was used: with the embedding model that gave the vectors. */
  readonly recipe: Recipe;
  /** Where the recipe asks for something that could not be had here, one sentence each. */
  readonly warnings: readonly string[];
}

/** The four steps, or the recipe's vocabulary in their place where it holds one. */
export async function normalizeTable(
  table: TagTable,
  recipe: Recipe,
  embedders: EmbedderSource,
  work: LongWork = {},
): Promise<PoolNormalization> {
  if (recipe.vocabulary !== undefined)
    return { ...normalizeByVocabulary(table, recipe.parameters, recipe.vocabulary), recipe, warnings: [] };
  let embeddingModel: string | undefined;
  const embed = async (names: readonly string[]) => {
    const embedder = await embedders.open();
    embeddingModel = embedder.id;
    return embedder.embed(names, work);
  };
  const result = await normalize(table, recipe.parameters, { ...work, decisions: recipe.decisions, embed });
  const problem = embeddingModel === undefined ? undefined : modelProblem(recipe, embeddingModel);
  return {
    ...result,
    recipe: embeddingModel === undefined ? recipe : { ...recipe, embeddingModel },
    warnings: problem === undefined ? [] : [problem],
  };
}

/** What is to be said where a recipe was made with another model's vectors than those at hand. */
export function modelProblem(recipe: Pick<Recipe, 'embeddingModel'>, embeddingModel: string): string | undefined {
  if (recipe.embeddingModel === undefined || recipe.embeddingModel === embeddingModel) return undefined;
  return (
    `The recipe was made with vectors of "${recipe.embeddingModel}", those at hand are of "${embeddingModel}": ` +
    'its semantic merges may differ. Save the recipe with its vocabulary to apply the same merges anywhere.'
  );
}
