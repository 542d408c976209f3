/** The options of the four steps, shared by every command that normalizes. */
import { readFile } from 'node:fs/promises';
import { defaultParameters, parameterProblems, type NormalizationParameters } from '../core/normalize/parameters';
import { parseRecipe, type Recipe } from '../core/normalize/recipe';
import { InputTrouble } from '../node/session/taggedPool';
import { numberWithin, oneOf, UsageError, wholeNumber, type OptionTable, type ParsedArguments } from './arguments';

export const normalizeOptions: OptionTable = {
  frequency: { type: 'string', value: 'N|auto|off', help: 'Drop tags that occur in fewer queries.' },
  order: { type: 'string', value: 'ORDER', help: 'frequency-first (the paper) or rules-first.' },
  rules: { type: 'string', value: 'MODE', help: 'lemma, literal or off.' },
  semantic: { type: 'string', value: 'EPS|off', help: 'Cosine distance below which tag names are one (0.05).' },
  'min-samples': { type: 'string', value: 'N', help: "DBSCAN's min_samples (2)." },
  embeddings: {
    type: 'string',
    value: 'PREFIX',
    help: 'Vectors from PREFIX.json and PREFIX.f32 in place of the model.',
  },
  support: { type: 'string', value: 'N|auto|off', help: 'Queries that must hold both tags of a rule.' },
  confidence: { type: 'string', value: 'P|off', help: 'Confidence from which a rule merges (0.99).' },
  recipe: {
    type: 'string',
    value: 'FILE',
    help: 'Read parameters and decisions, or a fixed vocabulary, from a recipe.',
  },
};

export interface NormalizationRequest {
  readonly recipe: Recipe;
  /** Prefix of a vector file, in place of the model. */
  readonly embeddings: string | undefined;
}

/** Options override the recipe's parameters, which override the defaults. */
export async function normalizationRequest(
  parsed: ParsedArguments,
  warn: (line: string) => void,
): Promise<NormalizationRequest> {
  const recipe = await recipeOf(parsed.text('recipe'), warn);
  const parameters = parametersOf(parsed, recipe.parameters);
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw new UsageError(problems.join(' '));
  return { recipe: { ...recipe, parameters }, embeddings: parsed.text('embeddings') };
}

async function recipeOf(path: string | undefined, warn: (line: string) => void): Promise<Recipe> {
  if (path === undefined) return { parameters: defaultParameters, decisions: [] };
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputTrouble(
      `The recipe ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const reading = parseRecipe(text);
  if (reading.kind === 'refused') throw new InputTrouble(`${path}: ${reading.message}`);
  for (const warning of reading.warnings) warn(`${path}: ${warning}`);
  return reading.recipe;
}

function parametersOf(parsed: ParsedArguments, base: NormalizationParameters): NormalizationParameters {
  return {
    order: oneOf(parsed, 'order', ['frequency-first', 'rules-first']) ?? base.order,
    frequency: countOr(parsed, 'frequency', ['auto', 'off'] as const) ?? base.frequency,
    rules: oneOf(parsed, 'rules', ['lemma', 'literal', 'off']) ?? base.rules,
    semantic: semanticOf(parsed, base.semantic),
    association: associationOf(parsed, base.association),
  };
}

function semanticOf(
  parsed: ParsedArguments,
  base: NormalizationParameters['semantic'],
): NormalizationParameters['semantic'] {
  if (parsed.text('semantic') === 'off') return 'off';
  const epsilon = numberWithin(parsed, 'semantic', 0, 2);
  const minSamples = wholeNumber(parsed, 'min-samples', 1);
  if (base === 'off' && epsilon === undefined) return 'off';
  const known = base === 'off' ? { epsilon: 0.05, minSamples: 2 } : base;
  return { epsilon: epsilon ?? known.epsilon, minSamples: minSamples ?? known.minSamples };
}

function associationOf(
  parsed: ParsedArguments,
  base: NormalizationParameters['association'],
): NormalizationParameters['association'] {
  if (parsed.text('support') === 'off' || parsed.text('confidence') === 'off') return 'off';
  const support = countOr(parsed, 'support', ['auto'] as const);
  const confidence = numberWithin(parsed, 'confidence', 0, 1);
  if (base === 'off' && support === undefined && confidence === undefined) return 'off';
  const known = base === 'off' ? { support: 'auto' as const, confidence: 0.99 } : base;
  return { support: support ?? known.support, confidence: confidence ?? known.confidence };
}

function countOr<T extends string>(parsed: ParsedArguments, name: string, words: readonly T[]): number | T | undefined {
  const word = words.find((known) => known === parsed.text(name));
  return word ?? wholeNumber(parsed, name, 1);
}
