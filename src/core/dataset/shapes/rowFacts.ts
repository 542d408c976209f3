/** What stands beside the conversation in a row: tools, label, and short facts. */
import type { JsonObject, JsonValue } from '../rowJson';
import { field, isList, isText, jsonText, textOf } from './fields';

interface Fact {
  readonly name: string;
  readonly value: string;
}

const maxFacts = 24;
const maxFactLength = 200;

/** Tool definitions as JSON text: a string as it stands, a list as JSON. */
export function toolsOf(row: JsonObject): string | undefined {
  const tools = field(row, 'tools') ?? field(row, 'functions');
  if (tools === undefined || tools === null) return undefined;
  const text = isText(tools) ? tools : jsonText(tools);
  return text.trim() === '' ? undefined : text;
}

/** KTO's verdict: `label` as a boolean, or `kto_tag`. */
export function labelOf(row: JsonObject): boolean | undefined {
  const label = field(row, 'label') ?? field(row, 'kto_tag');
  return typeof label === 'boolean' ? label : undefined;
}

/** Short values of the keys that the conversation does not use, in the row's order. */
export function factsOf(row: JsonObject, used: readonly string[]): Fact[] {
  const isUsed = new Set([...used.map((key) => key.toLowerCase()), 'tools', 'functions', 'label', 'kto_tag']);
  const facts: Fact[] = [];
  for (const name of Object.keys(row)) {
    if (facts.length === maxFacts) break;
    const value = isUsed.has(name.toLowerCase()) ? undefined : factText(row[name]!);
    if (value !== undefined) facts.push({ name, value });
  }
  return facts;
}

function factText(value: JsonValue): string | undefined {
  if (value === null) return undefined;
  const text =
    isList(value) && value.every((item) => typeof item !== 'object')
      ? value.map(textOf).join(', ')
      : isScalar(value)
        ? textOf(value)
        : undefined;
  if (text === undefined || text === '') return undefined;
  return text.length > maxFactLength ? `${text.slice(0, maxFactLength)}…` : text;
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object';
}
