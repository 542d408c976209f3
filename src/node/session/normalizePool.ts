/** Normalization of a table by a recipe, with vectors from an embedder source. */
import { normalize, type NormalizationResult } from '../../core/normalize/normalize';
import type { Recipe } from '../../core/normalize/recipe';
import type { TagTable } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import type { EmbedderSource } from './embedderSource';

export interface PoolNormalization extends NormalizationResult {
  /** The recipe as it was used: with the embedding model that gave the vectors. */
  readonly recipe: Recipe;
}

export async function normalizeTable(
  table: TagTable,
  recipe: Recipe,
  embedders: EmbedderSource,
  work: LongWork = {},
): Promise<PoolNormalization> {
  let embeddingModel: string | undefined;
  const embed = async (names: readonly string[]) => {
    const embedder = await embedders.open();
    embeddingModel = embedder.id;
    return embedder.embed(names, work);
  };
  const result = await normalize(table, recipe.parameters, { ...work, decisions: recipe.decisions, embed });
  return { ...result, recipe: embeddingModel === undefined ? recipe : { ...recipe, embeddingModel } };
}
