import { describe, expect, it } from 'vitest';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import type { Recipe } from '../../../../src/core/normalize/recipe';
import {
  canRedo,
  canUndo,
  currentRecipe,
  recordRecipe,
  redo,
  startHistory,
  undo,
} from '../../../../src/core/normalize/recipeHistory';

const withFrequency = (frequency: number): Recipe => ({
  parameters: { ...defaultParameters, frequency },
  decisions: [],
});
const frequencyOf = (recipe: Recipe): unknown => recipe.parameters.frequency;

describe('recipeHistory', () => {
  it('goes back and forth', () => {
    let history = startHistory(withFrequency(1));
    expect([canUndo(history), canRedo(history)]).toEqual([false, false]);
    history = recordRecipe(recordRecipe(history, withFrequency(2)), withFrequency(3));
    history = undo(undo(history));
    expect(frequencyOf(currentRecipe(history))).toBe(1);
    expect(frequencyOf(currentRecipe(redo(history)))).toBe(2);
    expect(undo(history)).toBe(history);
  });

  it('forgets what was undone once something new is done', () => {
    const history = recordRecipe(
      undo(recordRecipe(startHistory(withFrequency(1)), withFrequency(2))),
      withFrequency(9),
    );
    expect(history.recipes.map(frequencyOf)).toEqual([1, 9]);
    expect(redo(history)).toBe(history);
  });

  it('records no state equal to the current one', () => {
    const history = startHistory(withFrequency(1));
    expect(recordRecipe(history, withFrequency(1))).toBe(history);
  });
});
