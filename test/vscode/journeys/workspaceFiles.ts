import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { requiredVariable } from '../../support/editor/server';

const alpacaRowCount = 52_002;

/** The real Alpaca file where this machine has it; else one of the same form and row count. */
export function writeWorkspace(folder: string): void {
  const root = requiredVariable('SFT_LENS_ROOT');
  const realAlpaca = path.join(root, '..', 'shared', 'data', 'alpaca', 'alpaca_data.json');
  const alpaca = path.join(folder, 'alpaca_data.json');
  if (existsSync(realAlpaca)) copyFileSync(realAlpaca, alpaca);
  else writeFileSync(alpaca, JSON.stringify(alpacaRows(), null, 4));
}

/** Rows that differ from each other, a few with the oddities of the real file: empty output, other scripts. */
function alpacaRows(): readonly object[] {
  const tasks = ['Explain', 'Summarize', 'Translate', 'Write a function for', 'Classify'];
  return Array.from({ length: alpacaRowCount }, (_, row) => ({
    instruction: `${tasks[row % tasks.length]} item ${row}${row % 97 === 0 ? ' 你好 🌍' : ''}`,
    input: row % 3 === 0 ? `Input number ${row}.` : '',
    output: row % 1_857 === 0 ? '' : `Answer number ${row}.\n\n${'It has several lines. '.repeat(row % 20)}`,
  }));
}
