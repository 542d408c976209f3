import { appendFileSync, writeFileSync } from 'node:fs';

/** Writes `lineOf(0)`, `lineOf(1)`, … until the file holds at least so many characters. */
export function writeLines(file: string, sizeChars: number, lineOf: (row: number) => string): void {
  writeFileSync(file, '');
  for (let row = 0, size = 0; size < sizeChars;) {
    const lines = Array.from({ length: 20_000 }, () => lineOf(row++)).join('');
    appendFileSync(file, lines);
    size += lines.length;
  }
}
