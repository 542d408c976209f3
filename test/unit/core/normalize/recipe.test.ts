import { describe, expect, it } from 'vitest';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { formatRecipe, parseRecipe, recipeContent, type Recipe } from '../../../../src/core/normalize/recipe';

const recipe: Recipe = {
  parameters: { ...defaultParameters, frequency: 3, association: 'off' },
  decisions: [
    { kind: 'reject', tag: 'C', into: 'C++' },
    { kind: 'rename', tag: 'proof', name: 'Proofs "quoted" 数学' },
    { kind: 'pin', tag: 'css' },
  ],
  embeddingModel: 'all-MiniLM-L6-v2 fp32',
  program: 'SFT Lens 0.1.0',
};

const refusal = (value: unknown): string => {
  const reading = parseRecipe(typeof value === 'string' ? value : JSON.stringify(value));
  return reading.kind === 'refused' ? reading.message : `read: ${JSON.stringify(reading)}`;
};
const parameters = { order: 'frequency-first' };

describe('formatRecipe', () => {
  it('writes readable JSON with a fixed order of keys and one decision a line', () => {
    expect(formatRecipe(recipe)).toBe(`{
  "format": "sft-lens recipe",
  "version": 1,
  "program": "SFT Lens 0.1.0",
  "embeddingModel": "all-MiniLM-L6-v2 fp32",
  "parameters": {
    "order": "frequency-first",
    "frequency": 3,
    "rules": "lemma",
    "semantic": {
      "epsilon": 0.05,
      "minSamples": 2
    },
    "association": "off"
  },
  "decisions": [
    {"kind":"reject","tag":"C","into":"C++"},
    {"kind":"rename","tag":"proof","name":"Proofs \\"quoted\\" 数学"},
    {"kind":"pin","tag":"css"}
  ]
}
`);
  });

  it('gives equal bytes for equal recipes, however their keys were ordered', () => {
    const turned = {
      decisions: recipe.decisions.map((decision) => Object.fromEntries(Object.entries(decision).reverse())),
      program: recipe.program,
      embeddingModel: recipe.embeddingModel,
      parameters: Object.fromEntries(Object.entries(recipe.parameters).reverse()),
    } as unknown as Recipe;
    expect(formatRecipe(turned)).toBe(formatRecipe(recipe));
  });

  it('reads back what it wrote', () => {
    const whole: Recipe = { ...recipe, vocabulary: [{ name: 'proof', members: ['Proof', 'Proofs'] }] };
    const reading = parseRecipe(formatRecipe(whole));
    expect(reading).toEqual({ kind: 'recipe', recipe: whole, warnings: [] });
  });
});

describe('parseRecipe', () => {
  it('takes absent parameters from the defaults', () => {
    const reading = parseRecipe('{"version":1,"parameters":{"frequency":"auto","semantic":"off"}}');
    expect(reading).toEqual({
      kind: 'recipe',
      recipe: { parameters: { ...defaultParameters, semantic: 'off' }, decisions: [] },
      warnings: [],
    });
  });

  it('keeps unknown fields and warns of them', () => {
    const reading = parseRecipe(
      JSON.stringify({ version: 1, parameters: { ...parameters, speed: 3 }, note: { by: 'me' } }),
    );
    expect(reading.kind === 'recipe' && reading.warnings).toEqual([
      'The parameter "speed" is unknown and has no effect.',
      'The field "note" is unknown; it is kept and has no effect.',
    ]);
    expect(reading.kind === 'recipe' && formatRecipe(reading.recipe)).toContain('"note": {\n    "by": "me"\n  }');
  });

  it('refuses a recipe of a newer version, saying what to do', () => {
    expect(refusal({ version: 2, parameters })).toBe(
      'The recipe has version 2; this program reads up to 1. Update SFT Lens to open it.',
    );
  });

  it.each([
    ['{', 'not valid JSON'],
    ['[]', 'A recipe is a JSON object'],
    ['null', 'A recipe is a JSON object'],
    [{ parameters }, 'needs a "version" (a whole number), got none.'],
    [{ version: '1', parameters }, 'got "1".'],
    [{ version: 1, format: 'other', parameters }, 'This file says it is "other"'],
    [{ version: 1 }, '"parameters" must be an object, got nothing.'],
    [{ version: 1, parameters: { frequency: 0 } }, 'Frequency must be a whole number of at least 1, got 0.'],
    [{ version: 1, parameters: { frequency: 'often' } }, '"frequency" must be one of auto, off, got "often".'],
    [{ version: 1, parameters: { rules: 'stem' } }, '"rules" must be one of lemma, literal, off, got "stem".'],
    [{ version: 1, parameters: { semantic: { epsilon: 0, minSamples: 1 } } }, 'above 0 and at most 2, got 0.'],
    [{ version: 1, parameters: { semantic: { epsilon: 0.1 } } }, '"minSamples" must be a number, got nothing.'],
    [{ version: 1, parameters: { association: { support: 0, confidence: 1 } } }, 'at least 1, got 0.'],
    [
      { version: 1, parameters: { association: { confidence: 2 } } },
      'Confidence must be above 0 and at most 1, got 2.',
    ],
    [{ version: 1, parameters, decisions: {} }, '"decisions" must be a list, got {}.'],
    [{ version: 1, parameters, decisions: [{ kind: 'burn', tag: 'a' }] }, 'decisions[0] has the kind "burn"'],
    [{ version: 1, parameters, decisions: [{ kind: 'merge', tag: 'a' }] }, '"decisions[0].into" must be a text'],
    [{ version: 1, parameters, embeddingModel: 5 }, '"embeddingModel" must be a text, got 5.'],
    [{ version: 1, parameters, vocabulary: [{ name: 'a' }] }, 'vocabulary[0].members must be a list, got nothing.'],
  ])('refuses %j', (value, message) => {
    expect(refusal(value)).toContain(message);
  });
});

describe('recipeContent', () => {
  it('depends on what decides the vocabulary and on nothing else', () => {
    expect(recipeContent(recipe)).toBe(recipeContent({ ...recipe, program: 'other', unknownFields: { note: 1 } }));
    expect(recipeContent(recipe)).not.toBe(recipeContent({ ...recipe, decisions: [] }));
  });
});
