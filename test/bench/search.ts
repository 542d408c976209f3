/** Searching 1 GB: text with and without case, and regular expressions, against `grep -c` in the same run, with the same counts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataset, type FileDataset } from '../../src/node/dataset/openDataset';
import { searchDataset, type SearchQuery } from '../../src/node/dataset/searchDataset';
import type { BenchReport } from '../support/benchReport';
import { writeLines } from '../support/linesFile';

const sizeBytes = Number(process.env['SFT_LENS_BENCH_MB'] ?? 1024) * 2 ** 20;
const rounds = 3;

interface Search extends SearchQuery {
  readonly name: string;
  /** What grep is told; its expression finds the same rows in this file. */
  readonly grep: readonly string[];
}

const searches: readonly Search[] = [
  text('text, one row', 'question 123456 ', true, ['-c', 'question 123456 ']),
  text('text, one row of nine', 'text 8 of them', true, ['-c', 'text 8 of them']),
  text('text, every row', 'of the bench', true, ['-c', 'of the bench']),
  text('text, every case', 'QUESTION 123456 ', false, ['-ci', 'QUESTION 123456 ']),
  text('digits, which numbers may show', '1234567', true, ['-c', '1234567']),
  text('text beyond ASCII, written as escapes', '你好 7', true, ['-c', '\\\\u4f60\\\\u597d 7']),
  pattern('pattern, ten rows', 'question 12345[0-9]6 ', true, ['-cE', 'question 12345[0-9]6 ']),
  pattern('pattern, every case', 'QUESTION 12345[0-9]6 ', false, ['-ciE', 'QUESTION 12345[0-9]6 ']),
  pattern('pattern, every row', 'an? [a-z]+ with', true, ['-cE', 'an? [a-z]+ with']),
  pattern('pattern, one row in a hundred', 'question \\d+77 ', true, ['-cE', 'question [0-9]+77 ']),
];

export async function run(report: BenchReport): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sft-lens-bench-'));
  const file = join(folder, 'lines.jsonl');
  try {
    writeLines(file, sizeBytes, line);
    const dataset = await openDataset(file);
    await dataset.whenIndexed();
    for (const search of searches) await bench(search, dataset, report);
    await dataset.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bench({ name, grep, ...query }: Search, dataset: FileDataset, report: BenchReport): Promise<void> {
  const times = { grep: Infinity, ours: Infinity };
  let rows = 0;
  let expected = 0;
  for (let round = 0; round < rounds; round++) {
    const grepStart = performance.now();
    expected = Number(spawnSync('grep', [...grep, dataset.path], { encoding: 'utf8' }).stdout);
    times.grep = Math.min(times.grep, performance.now() - grepStart);
    const start = performance.now();
    const found = await searchDataset(dataset, query);
    times.ours = Math.min(times.ours, performance.now() - start);
    rows = 'rows' in found ? found.rows.length : -1;
  }
  if (rows !== expected) throw new Error(`${name}: ${rows} rows found, grep says ${expected}.`);
  report(
    `${name}: ${rows.toLocaleString('en-US')} rows`,
    `${(times.ours / 1000).toFixed(2)} s`,
    `grep ${grep[0]!} ${(times.grep / 1000).toFixed(2)} s: ${(times.ours / times.grep).toFixed(2)} × (at most 2)`,
  );
}

function text(name: string, wanted: string, isCaseSensitive: boolean, grep: readonly string[]): Search {
  return { name, text: wanted, isRegularExpression: false, isCaseSensitive, grep };
}

function pattern(name: string, wanted: string, isCaseSensitive: boolean, grep: readonly string[]): Search {
  return { name, text: wanted, isRegularExpression: true, isCaseSensitive, grep };
}

function line(row: number): string {
  const greeting = row % 1_000 === 7 ? `\\u4f60\\u597d ${row % 10}` : 'Hello';
  const output = `${greeting}, an answer with a\\nline end, a \\"quoted\\" word and text ${row % 9} of them. `.repeat(
    1 + (row % 9),
  );
  return `{"instruction": "question ${row} of the bench", "input": "", "output": "${output}", "meta": {"ids": [${row}, 2]}}\n`;
}
