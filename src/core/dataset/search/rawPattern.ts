/**
 * A pattern over decoded text as patterns over the raw bytes of a row in sound UTF-8 (read as Latin-1): wherever it fits a
 * string of a row that is JSON, `json` fits the row, and wherever it fits the text of a damaged row, `text` does. They may
 * fit more, so that what they find is to be looked at. Each character is read in one way only, and what is left out
 * (anchors, lookarounds) is left out where nothing is repeated, so that they take steps like the pattern itself and not
 * many times as many. Time O(tree).
 */
import { isControl, shortEscapes, unitDigits, utf8Of } from './characterBytes';
import type { PatternTree } from './patternTree';

export interface RawPattern {
  readonly json: RegExp;
  readonly text: RegExp;
  /** Whether each fit of `text` is one of the pattern itself where the bytes stand for themselves: inside a string, beginning in no escape. */
  readonly isExact: boolean;
}

const hex = '[0-9a-fA-F]';
const highSurrogate = `\\\\u[dD][89abAB]${hex}{2}`;
const lowSurrogate = `\\\\u[dD][c-fC-F]${hex}{2}`;
const beyondAscii = '[\\xc0-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xff][\\x80-\\xbf]{3}';

/** One character, however it is written. */
const anyInJson = [
  '[^"\\\\\\x80-\\xff]',
  beyondAscii,
  '\\\\[^u]',
  `${highSurrogate}${lowSurrogate}`,
  `(?!${highSurrogate}${lowSurrogate})\\\\u${hex}{4}`,
].join('|');
const anyInText = `[\\0-\\x7f]|${beyondAscii}`;

/** The patterns, or undefined where they would take too many steps or the engine takes them for too large. */
export function rawPattern(tree: PatternTree): RawPattern | undefined {
  if (!isFaithful(tree)) return undefined;
  try {
    const [json, text] = [new RegExp(written(tree, inJson)), new RegExp(written(tree, inText))];
    return { json, text, isExact: isExact(tree) };
  } catch {
    return undefined;
  }
}

/** Nothing of what is repeated is left out. */
function isFaithful(tree: PatternTree): boolean {
  if (holds(tree, ['reference'])) return false;
  return !holds(tree, ['repeat']) || !holds(tree, ['assertion', 'unknown']);
}

function holds(tree: PatternTree, kinds: readonly PatternTree['kind'][]): boolean {
  if (kinds.includes(tree.kind)) return true;
  if (tree.kind === 'sequence') return tree.parts.some((part) => holds(part, kinds));
  if (tree.kind === 'choice') return tree.options.some((option) => holds(option, kinds));
  return tree.kind === 'repeat' && holds(tree.part, kinds);
}

interface Writer {
  readonly any: string;
  readonly forms: (characters: readonly string[]) => readonly string[];
}

const inJson: Writer = { any: anyInJson, forms: jsonForms };
const inText: Writer = { any: anyInText, forms: (characters) => [byteSet(characters), ...sequences(characters)] };

function written(tree: PatternTree, writer: Writer): string {
  switch (tree.kind) {
    case 'characters':
      return oneOf(tree.characters, writer) ?? '(?!)';
    case 'except': {
      const excluded = oneOf(tree.characters, writer);
      return excluded === undefined ? `(?:${writer.any})` : `(?:(?!${excluded})(?:${writer.any}))`;
    }
    case 'unknown':
      return `(?:${writer.any})`;
    case 'assertion':
    case 'reference':
      return '';
    case 'sequence':
      return tree.parts.map((part) => written(part, writer)).join('');
    case 'choice':
      return `(?:${tree.options.map((option) => written(option, writer)).join('|')})`;
    case 'repeat':
      return `(?:${written(tree.part, writer)})${tree.quantifier}`;
  }
}

function oneOf(characters: readonly string[], writer: Writer): string | undefined {
  const forms = writer.forms(characters).filter((form) => form !== '');
  return forms.length === 0 ? undefined : `(?:${forms.join('|')})`;
}

function jsonForms(characters: readonly string[]): readonly string[] {
  const plain = characters.filter((character) => !isControl(character) && !'"\\'.includes(character));
  const short = characters.flatMap((character) => shortEscapes[character] ?? []);
  const units = characters.map((character) => unitDigits(character).map(unitEscape).join(''));
  return [byteSet(plain), ...sequences(plain), ...short.map(bytesOf), ...units];
}

/** The characters of one byte; empty where there are none. */
function byteSet(characters: readonly string[]): string {
  const bytes = characters.filter((character) => character <= '\x7f').map((character) => character.charCodeAt(0));
  return bytes.length === 0 ? '' : bytes.length === 1 ? bytesAsSource(bytes) : `[${bytesAsSource(bytes)}]`;
}

/** The characters of several bytes. */
function sequences(characters: readonly string[]): readonly string[] {
  return characters.flatMap((character) => {
    const bytes = utf8Of(character);
    return bytes === undefined || bytes.length === 1 ? [] : [bytesAsSource(bytes)];
  });
}

function bytesAsSource(bytes: readonly number[]): string {
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

function bytesOf(ascii: string): string {
  return bytesAsSource(Array.from(ascii, (character) => character.charCodeAt(0)));
}

/** Digits in either case. */
function unitEscape(digits: string): string {
  return `\\\\u${digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`;
}

function isExact(tree: PatternTree): boolean {
  switch (tree.kind) {
    case 'characters':
      return tree.characters.every((character) => !isControl(character) && !'"\\'.includes(character));
    case 'except':
    case 'unknown':
    case 'assertion':
    case 'reference':
      return false;
    case 'sequence':
      return tree.parts.every(isExact);
    case 'choice':
      return tree.options.every(isExact);
    case 'repeat':
      return isExact(tree.part);
  }
}
