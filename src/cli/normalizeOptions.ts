/** The options of the four steps, shared by every command that normalizes. */
import { readFile } from 'node:fs/promises';
import { defaultParameters, parameterProblems, type NormalizationParameters } from '../core/normalize/parameters';
import { parseRecipe, type Recipe } from '../core/normalize/recipe';
import { parseVocabulary } from '../core/normalize/vocabularyFormats';
import { InputTrouble } from '../node/session/taggedPool';
import { apiKeyOption } from './apiKey';
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
  'embeddings-model': {
    type: 'string',
    value: 'NAME',
    help: 'Vectors of this model from an OpenAI-compatible endpoint; the names of the tags are sent there.',
  },
  'embeddings-url': { type: 'string', value: 'URL', help: 'Base URL of that endpoint (https://api.openai.com/v1).' },
  ...apiKeyOption,
  support: { type: 'string', value: 'N|auto|off', help: 'Queries that must hold both tags of a rule.' },
  confidence: { type: 'string', value: 'P|off', help: 'Confidence from which a rule merges (0.99).' },
  recipe: {
    type: 'string',
    value: 'FILE',
    help: 'Read parameters and decisions, or a fixed vocabulary, from a recipe.',
  },
  vocabulary: {
    type: 'string',
    value: 'FILE',
    help: "See the data through a vocabulary (list, TSV or JSON array) in the steps' place.",
  },
};

export interface NormalizationRequest {
  readonly recipe: Recipe;
  readonly vectors: VectorChoice;
}

/** Where vectors of tag names come from. */
export type VectorChoice =
  | { readonly kind: 'local' }
  /** `prefix` of the two files. */
  | { readonly kind: 'file'; readonly prefix: string }
  | { readonly kind: 'endpoint'; readonly baseUrl: string; readonly model: string };

/** Options override the recipe's parameters, which override the defaults. */
export async function normalizationRequest(
  parsed: ParsedArguments,
  warn: (line: string) => void,
): Promise<NormalizationRequest> {
  const recipe = await recipeOf(parsed.text('recipe'), warn);
  const parameters = parametersOf(parsed, recipe.parameters);
  const problems = parameterProblems(parameters);
  if (problems.length > 0) throw new UsageError(problems.join(' '));
  const vocabulary = await vocabularyIn(parsed.text('vocabulary'));
  return { recipe: { ...recipe, parameters, ...vocabulary }, vectors: vectorsOf(parsed) };
}

function vectorsOf(parsed: ParsedArguments): VectorChoice {
  const [prefix, model, url] = ['embeddings', 'embeddings-model', 'embeddings-url'].map((name) => parsed.text(name));
  if (prefix !== undefined && (model ?? url) !== undefined)
    throw new UsageError('Give either --embeddings or --embeddings-model, not both.');
  if (prefix !== undefined) return { kind: 'file', prefix };
  if (model === undefined && url === undefined) return { kind: 'local' };
  if (model === undefined) throw new UsageError('--embeddings-url needs --embeddings-model NAME.');
  const baseUrl = url ?? 'https://api.openai.com/v1';
  if (!URL.canParse(baseUrl))
    throw new UsageError(`--embeddings-url must be an address like https://api.openai.com/v1, got "${baseUrl}".`);
  return { kind: 'endpoint', baseUrl, model };
}

async function vocabularyIn(path: string | undefined): Promise<Pick<Recipe, 'vocabulary'>> {
  if (path === undefined) return {};
  const reading = parseVocabulary(await textOf(path, 'vocabulary'));
  if (reading.kind === 'refused') throw new InputTrouble(`${path}: ${reading.message}`);
  return { vocabulary: reading.tags };
}

function textOf(path: string, what: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputTrouble(
      `The ${what} ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
}

async function recipeOf(path: string | undefined, warn: (line: string) => void): Promise<Recipe> {
  if (path === undefined) return { parameters: defaultParameters, decisions: [] };
  const text = await textOf(path, 'recipe');
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
