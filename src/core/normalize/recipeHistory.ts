/** Undo and redo: a list of recipes and a place in it. Recipes are small, so every state is kept whole. */
import { formatRecipe, type Recipe } from './recipe';

export interface RecipeHistory {
  readonly recipes: readonly Recipe[];
  /** The recipe in force. */
  readonly index: number;
}

const mostStates = 1000;

export function startHistory(recipe: Recipe): RecipeHistory {
  return { recipes: [recipe], index: 0 };
}

export function currentRecipe({ recipes, index }: RecipeHistory): Recipe {
  return recipes[index]!;
}

/** Adds a state after the current one; what had been undone is gone. A recipe equal to the current one changes nothing. */
export function recordRecipe(history: RecipeHistory, recipe: Recipe): RecipeHistory {
  if (formatRecipe(recipe) === formatRecipe(currentRecipe(history))) return history;
  const recipes = [...history.recipes.slice(0, history.index + 1), recipe].slice(-mostStates);
  return { recipes, index: recipes.length - 1 };
}

export function canUndo(history: RecipeHistory): boolean {
  return history.index > 0;
}

export function canRedo(history: RecipeHistory): boolean {
  return history.index + 1 < history.recipes.length;
}

export function undo(history: RecipeHistory): RecipeHistory {
  return canUndo(history) ? { ...history, index: history.index - 1 } : history;
}

export function redo(history: RecipeHistory): RecipeHistory {
  return canRedo(history) ? { ...history, index: history.index + 1 } : history;
}
