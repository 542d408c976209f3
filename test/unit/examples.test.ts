import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/core/normalize/normalize';
import { defaultParameters } from '../../src/core/normalize/parameters';
import { tagTableOf } from '../../src/core/normalize/tagTable';

interface Message {
  readonly role: string;
  readonly content: string;
  readonly tool_calls?: readonly unknown[];
}
interface ChatRow {
  readonly messages: readonly Message[];
  readonly tags: readonly string[];
  readonly source: string;
  readonly quality: number;
}
interface InstructionRow {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
  readonly tags: readonly string[];
}

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

function rowsOf(file: string): unknown[] {
  const lines = readFileSync(path.join(examples, file), 'utf8').trimEnd().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

const chats = rowsOf('intentions.jsonl') as ChatRow[];
const instructions = rowsOf('comparison.jsonl') as InstructionRow[];
/** What needs no model: all steps but the semantic one. */
const withoutModel = { ...defaultParameters, semantic: 'off' } as const;

const funnelOf = async (rows: readonly { readonly tags: readonly string[] }[]) =>
  (await normalize(tagTableOf(rows.map(({ tags }) => [...tags])), withoutModel)).funnel;

describe('examples/intentions.jsonl', () => {
  it('holds at least 300 distinct conversations that open with a user and end with the assistant', () => {
    expect(chats.length).toBeGreaterThanOrEqual(300);
    expect(new Set(chats.map(({ messages }) => JSON.stringify(messages))).size).toBe(chats.length);
    const misshapen = chats.filter(({ messages }) => {
      const spoken = messages.filter(({ role }) => role !== 'system');
      return spoken[0]?.role !== 'user' || spoken.at(-1)?.role !== 'assistant' || spoken.at(-1)?.content === '';
    });
    expect(misshapen).toEqual([]);
  });

  it('is tagged, 2 to 7 times a row without repeats, and scored', () => {
    const wrong = chats.filter(
      ({ tags, quality }) =>
        tags.length < 2 || tags.length > 7 || new Set(tags).size < tags.length || quality < 1 || quality > 10,
    );
    expect(wrong).toEqual([]);
  });

  it('speaks many languages, several turns, tools and code', () => {
    const languages = new Set(chats.flatMap(({ tags }) => tags.filter((tag) => / Language$/u.test(tag))));
    languages.delete('English Language');
    expect(languages.size).toBeGreaterThanOrEqual(6);
    const scripts = [/\p{sc=Han}/u, /\p{sc=Arab}/u, /\p{sc=Cyrl}/u, /\p{sc=Deva}/u, /\p{sc=Hang}/u, /\p{sc=Hira}/u];
    const text = JSON.stringify(chats);
    expect(scripts.filter((script) => !script.test(text))).toEqual([]);
    const count = (fits: (row: ChatRow) => boolean) => chats.filter(fits).length;
    expect(count(({ messages }) => messages.filter(({ role }) => role === 'user').length > 1)).toBeGreaterThan(10);
    expect(count(({ messages }) => messages.some(({ tool_calls }) => tool_calls !== undefined))).toBeGreaterThan(5);
    expect(count(({ messages }) => messages.some(({ content }) => content.includes('```')))).toBeGreaterThan(20);
  });

  it('loses something in every step of normalization and keeps a long tail', async () => {
    const [raw, frequency, rules, association] = await funnelOf(chats);
    expect([raw, frequency, rules, association].map((entry) => entry?.step)).toEqual([
      'raw',
      'frequency',
      'rules',
      'association',
    ]);
    expect(frequency!.tags).toBeLessThan(raw!.tags);
    expect(rules!.tags).toBeLessThanOrEqual(frequency!.tags - 10);
    expect(association!.tags).toBeLessThanOrEqual(rules!.tags - 5);
    expect(association!.tags).toBeGreaterThanOrEqual(220);
    expect(association!.averageTagsPerRow).toBeGreaterThan(2.8);
    expect(association!.rowsWithoutTags).toBeGreaterThan(0);
    expect(association!.rowsWithoutTags / chats.length).toBeLessThan(0.05);
  });
});

describe('examples/comparison.jsonl', () => {
  it('holds Alpaca rows that are tagged', () => {
    const wrong = instructions.filter(
      ({ instruction, output, tags }) => instruction === '' || output === '' || tags.length < 2,
    );
    expect(wrong).toEqual([]);
  });

  it('keeps two tags a row after normalization', async () => {
    const funnel = await funnelOf(instructions);
    expect(funnel.at(-1)!.averageTagsPerRow).toBeGreaterThan(2);
    expect(funnel.at(-1)!.rowsWithoutTags).toBe(0);
  });
});
