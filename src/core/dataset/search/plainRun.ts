import { isControl, utf8Of } from './characterBytes';
import type { PatternTree } from './patternTree';

/** A pattern that is nothing but characters in a row, as the bytes that may stand at each place: 1 for those that may. */
export interface PlainRun {
  readonly bytes: readonly Uint8Array[];
  /** Bytes before each character. */
  readonly starts: readonly number[];
}

/**
 * The run, or undefined for all else. Where these bytes stand in a string, and begin in no escape, the pattern fits; of
 * letters beyond ASCII that stand for one of it only that one is known here.
 */
export function plainRun(tree: PatternTree): PlainRun | undefined {
  const characters = runOf(tree);
  const tables = characters?.map(tablesOf);
  if (tables === undefined || !tables.every((table) => table !== undefined)) return undefined;
  const starts: number[] = [];
  let length = 0;
  for (const table of tables) {
    starts.push(length);
    length += table.length;
  }
  return { bytes: tables.flat(), starts };
}

/** Whether the run stands at a place, and ends by `to`. */
export function standsAt({ bytes }: PlainRun, text: Uint8Array, at: number, to = text.length): boolean {
  if (at < 0 || at + bytes.length > to) return false;
  for (let offset = 0; offset < bytes.length; offset++) if (bytes[offset]![text[at + offset]!] !== 1) return false;
  return true;
}

function runOf(tree: PatternTree): readonly (readonly string[])[] | undefined {
  if (tree.kind === 'characters') return [tree.characters];
  if (tree.kind !== 'sequence') return undefined;
  const runs = tree.parts.map(runOf);
  return runs.every((run) => run !== undefined) ? runs.flat() : undefined;
}

function tablesOf(characters: readonly string[]): readonly Uint8Array[] | undefined {
  if (characters.some((character) => isControl(character) || '"\\'.includes(character))) return undefined;
  const ascii = characters.filter((character) => character <= '\x7f');
  if (ascii.length > 0) return [tableOf(ascii.map((character) => character.charCodeAt(0)))];
  const bytes = characters.length === 1 ? utf8Of(characters[0]!) : undefined;
  return bytes?.map((byte) => tableOf([byte]));
}

function tableOf(bytes: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
}
