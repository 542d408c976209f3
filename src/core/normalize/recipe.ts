/** The recipe: one small JSON file that replays to the same vocabulary. */
import type { Decision } from './decisions';
import { readDecisions, readFixedVocabulary, readParameters, RecipeFault } from './recipeFields';
import type { NormalizationParameters } from './parameters';

/** Version of the file format that this program writes. */
export const recipeVersion = 1;

/** What `format` says in every recipe file. */
export const recipeFormat = 'sft-lens recipe';

/** A vocabulary written into a recipe, to be applied to other data as it stands. */
export interface FixedTag {
  readonly name: string;
  /** Raw forms, alphabetical. */
  readonly members: readonly string[];
}

export interface Recipe {
  readonly parameters: NormalizationParameters;
  /** In the order they were made; on one subject the later wins. */
  readonly decisions: readonly Decision[];
  /** `Embedder.id` of the semantic step's vectors. */
  readonly embeddingModel?: string;
  /** Name and version of the program that wrote it. */
  readonly program?: string;
  readonly vocabulary?: readonly FixedTag[];
  /** Fields this version does not know, kept as they came. */
  readonly unknownFields?: Readonly<Record<string, unknown>>;
}

export type RecipeReading =
  | { readonly kind: 'recipe'; readonly recipe: Recipe; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string };

const knownFields = new Set([
  'format',
  'version',
  'program',
  'embeddingModel',
  'parameters',
  'decisions',
  'vocabulary',
]);

/** Reads a recipe file; what cannot be used is refused in one sentence that names the field and what was received. */
export function parseRecipe(text: string): RecipeReading {
  try {
    return readRecipe(JSON.parse(text.replace(/^\ufeff/u, '')) as unknown);
  } catch (error) {
    if (error instanceof RecipeFault) return { kind: 'refused', message: error.message };
    if (error instanceof SyntaxError)
      return { kind: 'refused', message: `The recipe is not valid JSON: ${error.message}.` };
    throw error;
  }
}

function readRecipe(value: unknown): RecipeReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RecipeFault('A recipe is a JSON object with "parameters".');
  const fields = value as Readonly<Record<string, unknown>>;
  checkVersion(fields);
  const warnings: string[] = [];
  const parameters = readParameters(fields['parameters'], warnings);
  const decisions = readDecisions(fields['decisions']);
  const unknownFields = Object.fromEntries(Object.entries(fields).filter(([name]) => !knownFields.has(name)));
  for (const name of Object.keys(unknownFields))
    warnings.push(`The field "${name}" is unknown; it is kept and has no effect.`);
  const recipe: Recipe = {
    parameters,
    decisions,
    ...textField(fields, 'embeddingModel'),
    ...textField(fields, 'program'),
    ...(fields['vocabulary'] === undefined ? {} : { vocabulary: readFixedVocabulary(fields['vocabulary']) }),
    ...(Object.keys(unknownFields).length === 0 ? {} : { unknownFields }),
  };
  return { kind: 'recipe', recipe, warnings };
}

function checkVersion(fields: Readonly<Record<string, unknown>>): void {
  const { format, version } = fields;
  if (format !== undefined && format !== recipeFormat)
    throw new RecipeFault(`This file says it is ${JSON.stringify(format)}, not a recipe of SFT Lens.`);
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1)
    throw new RecipeFault(`A recipe needs a "version" (a whole number), got ${JSON.stringify(version) ?? 'none'}.`);
  if (version > recipeVersion)
    throw new RecipeFault(
      `The recipe has version ${version}; this program reads up to ${recipeVersion}. Update SFT Lens to open it.`,
    );
}

function textField(
  fields: Readonly<Record<string, unknown>>,
  name: 'embeddingModel' | 'program',
): Partial<Record<'embeddingModel' | 'program', string>> {
  const value = fields[name];
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new RecipeFault(`"${name}" must be a text, got ${JSON.stringify(value)}.`);
  return { [name]: value };
}

/** Readable JSON with a fixed order of keys, one decision and one tag a line, ending in a line feed: equal recipes give equal bytes. */
export function formatRecipe(recipe: Recipe): string {
  const { order, frequency, rules, semantic, association } = recipe.parameters;
  const fields: [string, string][] = [
    ['format', JSON.stringify(recipeFormat)],
    ['version', String(recipeVersion)],
    ...optionalText('program', recipe.program),
    ...optionalText('embeddingModel', recipe.embeddingModel),
    ['parameters', indented({ order, frequency, rules, semantic: sorted(semantic), association: sorted(association) })],
    ['decisions', lines(recipe.decisions.map(orderedDecision))],
    ...(recipe.vocabulary === undefined
      ? []
      : [['vocabulary', lines(recipe.vocabulary.map(orderedTag))] as [string, string]]),
    ...Object.entries(recipe.unknownFields ?? {})
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]): [string, string] => [name, indented(value)]),
  ];
  return `{\n${fields.map(([name, value]) => `  ${JSON.stringify(name)}: ${value}`).join(',\n')}\n}\n`;
}

function optionalText(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, JSON.stringify(value)]];
}

function indented(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replace(/\n/gu, '\n  ');
}

function lines(values: readonly unknown[]): string {
  if (values.length === 0) return '[]';
  return `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(',\n')}\n  ]`;
}

/** The known keys of a step in the order in which they are documented. */
function sorted(step: NormalizationParameters['semantic'] | NormalizationParameters['association']): unknown {
  if (step === 'off') return step;
  return 'epsilon' in step
    ? { epsilon: step.epsilon, minSamples: step.minSamples }
    : { support: step.support, confidence: step.confidence };
}

function orderedDecision(decision: Decision): unknown {
  const { kind, tag } = decision;
  if (decision.kind === 'rename') return { kind, tag, name: decision.name };
  return 'into' in decision ? { kind, tag, into: decision.into } : { kind, tag };
}

function orderedTag({ name, members }: FixedTag): unknown {
  return { name, members: [...members].sort() };
}

/**
 * What decides the vocabulary, as canonical text to hash: parameters, decisions, model and fixed vocabulary, without
 * the program that wrote it and unknown fields.
 */
export function recipeContent(recipe: Recipe): string {
  const { parameters, decisions, embeddingModel, vocabulary } = recipe;
  return formatRecipe({
    parameters,
    decisions,
    ...(embeddingModel === undefined ? {} : { embeddingModel }),
    ...(vocabulary === undefined ? {} : { vocabulary }),
  });
}
