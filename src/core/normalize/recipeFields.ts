/** Checked reading of a recipe's fields: unknown values come in, named types go out. */
import type { Decision } from './decisions';
import { defaultParameters, parameterProblems, type NormalizationParameters } from './parameters';
import type { FixedTag } from './recipe';

/** A recipe that cannot be used; its message names the field and what was received. */
export class RecipeFault extends Error {}

type Fields = Readonly<Record<string, unknown>>;

const parameterNames = new Set<string>(['order', 'frequency', 'rules', 'semantic', 'association']);

/** Absent parameters take their defaults; wrong ones are refused. */
export function readParameters(value: unknown, warnings: string[]): NormalizationParameters {
  const fields = objectOf(value, 'parameters');
  for (const name of Object.keys(fields))
    if (!parameterNames.has(name)) warnings.push(`The parameter "${name}" is unknown and has no effect.`);
  const parameters: NormalizationParameters = {
    order: oneOf(fields, 'order', ['frequency-first', 'rules-first'] as const) ?? defaultParameters.order,
    frequency: numberOr(fields, 'frequency', ['auto', 'off'] as const) ?? defaultParameters.frequency,
    rules: oneOf(fields, 'rules', ['lemma', 'literal', 'off'] as const) ?? defaultParameters.rules,
    semantic: readSemantic(fields['semantic']),
    association: readAssociation(fields['association']),
  };
  const [problem] = parameterProblems(parameters);
  if (problem !== undefined) throw new RecipeFault(problem);
  return parameters;
}

function readSemantic(value: unknown): NormalizationParameters['semantic'] {
  if (value === undefined) return defaultParameters.semantic;
  if (value === 'off') return 'off';
  const fields = objectOf(value, 'semantic');
  return { epsilon: requiredNumber(fields, 'epsilon'), minSamples: requiredNumber(fields, 'minSamples') };
}

function readAssociation(value: unknown): NormalizationParameters['association'] {
  if (value === undefined) return defaultParameters.association;
  if (value === 'off') return 'off';
  const fields = objectOf(value, 'association');
  return {
    support: numberOr(fields, 'support', ['auto'] as const) ?? 'auto',
    confidence: requiredNumber(fields, 'confidence'),
  };
}

function objectOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new RecipeFault(`"${name}" must be an object, got ${shown(value)}.`);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function oneOf<Choice extends string>(fields: Fields, name: string, choices: readonly Choice[]): Choice | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const choice = choices.find((known) => known === value);
  if (choice === undefined)
    throw new RecipeFault(`"${name}" must be one of ${choices.join(', ')}, got ${shown(value)}.`);
  return choice;
}

function numberOr<Choice extends string>(
  fields: Fields,
  name: string,
  choices: readonly Choice[],
): number | Choice | undefined {
  return typeof fields[name] === 'number' ? fields[name] : oneOf(fields, name, choices);
}

function requiredNumber(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw new RecipeFault(`"${name}" must be a number, got ${shown(value)}.`);
  return value;
}

/** Absent: none. */
export function readDecisions(value: unknown): Decision[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new RecipeFault(`"decisions" must be a list, got ${shown(value)}.`);
  return value.map((entry: unknown, index) => readDecision(objectOf(entry, `decisions[${index}]`), index));
}

function readDecision(fields: Fields, index: number): Decision {
  const text = (name: string): string => textOf(fields[name], `decisions[${index}].${name}`);
  const kind = fields['kind'];
  switch (kind) {
    case 'accept':
    case 'reject':
    case 'merge':
      return { kind, tag: text('tag'), into: text('into') };
    case 'rename':
      return { kind, tag: text('tag'), name: text('name') };
    case 'pin':
    case 'split':
    case 'exclude':
      return { kind, tag: text('tag') };
    default:
      throw new RecipeFault(`decisions[${index}] has the kind ${shown(kind)}, which this version does not know.`);
  }
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new RecipeFault(`"${name}" must be a text that is not empty, got ${shown(value)}.`);
}

export function readFixedVocabulary(value: unknown): FixedTag[] {
  if (!Array.isArray(value)) throw new RecipeFault(`"vocabulary" must be a list, got ${shown(value)}.`);
  return value.map((entry: unknown, index) => {
    const fields = objectOf(entry, `vocabulary[${index}]`);
    const members = fields['members'];
    if (!Array.isArray(members))
      throw new RecipeFault(`vocabulary[${index}].members must be a list, got ${shown(members)}.`);
    return {
      name: textOf(fields['name'], `vocabulary[${index}].name`),
      members: members.map((member: unknown, at) => textOf(member, `vocabulary[${index}].members[${at}]`)),
    };
  });
}
