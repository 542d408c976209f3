import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { requiredVariable } from '../../support/editor/server';

/** A query with a tagger's whole reply to it, as the model wrote it, and the line of the dataset that holds both. */
export interface TaggedLine {
  readonly query: string;
  readonly reply: string;
  readonly line: string;
}

/** Lines of the real file: in a fence; with a lone backslash of LaTeX; and one that no repair makes readable. */
const realLines = { fenced: [24, 46, 55, 70, 130], latex: [48, 56, 118, 149, 151], unreadable: [2195] };
const madeLineCount = 1_500;

/** Real replies where this machine has them (their licence lets us test with them, not ship them), else made ones. */
export function taggedLines(): readonly TaggedLine[] {
  const file = sharedFile('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').map(parseLine) : madeLines();
}

/** Fifty queries whose replies have every form that occurs: plain, fenced, broken LaTeX, cut off, and one unreadable. */
export function fiftyReplies(): readonly TaggedLine[] {
  const lines = taggedLines();
  const special = isReal() ? Object.values(realLines).flat() : madeForms.map((_, form) => form);
  const plain = [...lines.keys()].filter((index) => index >= 300 && !special.includes(index));
  const indices = [...special, ...plain.slice(0, 50 - special.length)];
  return indices.map((index, position) => cutOff(lines[index]!, position));
}

/** Where among the fifty the reply stands that cannot be read. */
export function unreadablePosition(): number {
  return isReal() ? Object.values(realLines).flat().indexOf(realLines.unreadable[0]!) : madeForms.length - 1;
}

/** Every tenth reply ends where the model's output limit would have cut it: inside its last object. */
function cutOff(line: TaggedLine, position: number): TaggedLine {
  const isCut = position % 10 === 9;
  const lastObject = line.reply.lastIndexOf('{');
  return isCut ? { ...line, reply: line.reply.slice(0, lastObject + 9) } : line;
}

const isReal = (): boolean => existsSync(sharedFile('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl'));
const sharedFile = (...parts: readonly string[]): string =>
  path.join(requiredVariable('SFT_LENS_ROOT'), '..', 'shared', ...parts);

/** Some lines of the real file hold a bare NaN, which JSON forbids. */
function parseLine(line: string): TaggedLine {
  const row = JSON.parse(line.replaceAll(/: NaN\b/g, ': null')) as { instruction: string; raw_instag: string };
  return { query: row.instruction, reply: row.raw_instag, line };
}

const plainReply = (row: number): string =>
  JSON.stringify([
    { tag: `Skill ${row % 40}`, explanation: 'What the task trains.' },
    { tag: row % 2 === 0 ? 'Problem Solving' : 'Problem-solving', explanation: 'It asks for a solution.' },
    { tag: `Topic ${row % 7}`, explanation: 'What the task is about.' },
    { tag: `Detail ${row % 400}`, explanation: 'Rare: it occurs in few tasks.' },
  ]);
const madeForms: readonly ((row: number) => string)[] = [
  (row) => `\`\`\`json\n${plainReply(row)}\n\`\`\``,
  () => '[{"tag": "Algebra", "explanation": "It asks to solve \\(x^2 = 4\\) over \\mathbb{R}."}]',
  () => 'I am sorry, but I can only describe this instruction: it is about cooking.',
];

/** Lines with the uneven spacing and escapes of real files, so that copying them byte for byte means something. */
function madeLines(): readonly TaggedLine[] {
  return Array.from({ length: madeLineCount }, (_, row) => {
    const reply = (madeForms[row] ?? plainReply)(row);
    const query = `Task ${row}: explain topic ${row % 7} with ${row % 40} examples.`;
    const line = `{"instruction":  ${JSON.stringify(query)}, "output" :"caf\\u00e9 ${row} 你好",\t"raw_instag": ${JSON.stringify(reply)}}`;
    return { query, reply, line };
  });
}
