/**
 * Vocabularies as files: a plain list (one name a line), TSV (name, count, raw members) and MIG's array (JSON list of
 * names, most frequent first).
 */
import type { FixedTag } from './recipe';
import { membersOf, type Vocabulary } from './vocabulary';

export type VocabularyFormat = 'list' | 'tsv' | 'array';

export function formatVocabulary(vocabulary: Vocabulary, format: VocabularyFormat): string {
  switch (format) {
    case 'list':
      return vocabulary.names.map((name) => `${oneLine(name)}\n`).join('');
    case 'array':
      return `${JSON.stringify(vocabulary.names)}\n`;
    case 'tsv':
      return `tag\tcount\tmembers\n${vocabulary.names.map((_, tag) => tsvLine(vocabulary, tag)).join('')}`;
  }
}

/** Members are a JSON list, so that any character survives. */
function tsvLine(vocabulary: Vocabulary, tag: number): string {
  const members = [...membersOf(vocabulary, tag)].map((raw) => vocabulary.rawNames[raw]!);
  return `${oneLine(vocabulary.names[tag]!)}\t${vocabulary.counts[tag]!}\t${JSON.stringify(members)}\n`;
}

function oneLine(name: string): string {
  return name.replace(/[\t\r\n]+/gu, ' ');
}

/** The format that a file's name asks for: `.tsv`, `.json`, else the list. */
export function vocabularyFormatOf(path: string): VocabularyFormat {
  if (/\.tsv$/iu.test(path)) return 'tsv';
  return /\.json$/iu.test(path) ? 'array' : 'list';
}

export type VocabularyReading =
  | { readonly kind: 'vocabulary'; readonly format: VocabularyFormat; readonly tags: readonly FixedTag[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads any of the three formats, told apart by content; repeated names are joined, blank ones left out. */
export function parseVocabulary(text: string): VocabularyReading {
  const content = text.replace(/^\ufeff/u, '');
  if (content.trim() === '') return { kind: 'refused', message: 'The vocabulary file is empty.' };
  if (content.trimStart().startsWith('[')) return parseArray(content);
  const lines = content.split(/\r?\n/u);
  if (lines.some((line) => line.includes('\t'))) return parseTable(lines);
  return { kind: 'vocabulary', format: 'list', tags: joined(lines.map((name) => ({ name, members: [] }))) };
}

function parseArray(content: string): VocabularyReading {
  try {
    const value = JSON.parse(content) as unknown;
    if (Array.isArray(value) && value.every((name) => typeof name === 'string'))
      return { kind: 'vocabulary', format: 'array', tags: joined(value.map((name) => ({ name, members: [] }))) };
    return {
      kind: 'refused',
      message: 'The vocabulary must be a JSON list of tag names; some of its entries are no texts.',
    };
  } catch (error) {
    return { kind: 'refused', message: `The vocabulary is not valid JSON: ${(error as Error).message}.` };
  }
}

function parseTable(lines: readonly string[]): VocabularyReading {
  const tags: FixedTag[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || (index === 0 && line.startsWith('tag\t'))) continue;
    const [name = '', , members = '[]'] = line.split('\t');
    const list = memberList(members);
    if (list === undefined)
      return {
        kind: 'refused',
        message: `Line ${index + 1}: the third column must be a JSON list of texts, got ${members.slice(0, 60)}.`,
      };
    tags.push({ name, members: list });
  }
  return { kind: 'vocabulary', format: 'tsv', tags: joined(tags) };
}

function memberList(text: string): string[] | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) && value.every((member) => typeof member === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

function joined(tags: readonly FixedTag[]): FixedTag[] {
  const byName = new Map<string, Set<string>>();
  for (const { name, members } of tags) {
    const trimmed = name.trim();
    if (trimmed === '') continue;
    const known = byName.get(trimmed) ?? new Set<string>();
    members.forEach((member) => known.add(member));
    byName.set(trimmed, known);
  }
  return [...byName].map(([name, members]) => ({ name, members: [...members] }));
}
