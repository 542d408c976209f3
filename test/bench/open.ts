/** Reading datasets: indexing against `wc -l`, searching against `grep -c`, filtering, memory, all real files, a million damaged lines. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from '../../src/cli/inspect';
import { filterRows } from '../../src/core/dataset/filterRows';
import { parseRow } from '../../src/core/dataset/rowJson';
import { readConversation } from '../../src/core/dataset/shape';
import { rowDecoder } from '../../src/node/dataset/decodeRow';
import { openDataset, type FileDataset } from '../../src/node/dataset/openDataset';
import { searchDataset } from '../../src/node/dataset/searchDataset';
import type { BenchReport } from '../support/benchReport';
import { seededRandom } from '../support/seededRandom';

/** Beside the project; this bench runs from `dist/bench`. */
const dataFolder = join(__dirname, '..', '..', '..', 'shared', 'data');
const gigabyte = 1 << 30;
const rounds = 3;

export async function run(report: BenchReport): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sft-lens-bench-'));
  try {
    const lines = madeFile(join(folder, 'lines.jsonl'), gigabyte, 'lines');
    await benchLines(lines, report);
    await benchMemory(lines, join(folder, 'large.jsonl'), report);
    rmSync(lines);
    await benchList(madeFile(join(folder, 'list.json'), gigabyte, 'list'), report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  benchFilter(report);
  benchDamage(1_000_000, report);
  if (existsSync(dataFolder)) {
    await benchRealFiles(report);
    await benchAgreement(report);
  }
}

async function benchLines(file: string, report: BenchReport): Promise<void> {
  const counting = await fastest(() => void execFileSync('wc', ['-l', file]));
  const indexing = await fastest(() => indexed(file, (dataset) => void dataset.rowCount));
  report(
    'index 1 GB of JSON lines',
    seconds(indexing),
    `wc -l ${seconds(counting)}: ${ratio(indexing, counting)} (at most 2)`,
  );
  await benchAccess(file, report);
  const grepping = await fastest(() => void execFileSync('grep', ['-c', 'question 1234567 ', file]));
  const dataset = await openDataset(file);
  await dataset.whenIndexed();
  const query = { text: 'question 1234567 ', isRegularExpression: false, isCaseSensitive: true };
  const searching = await fastest(() => searchDataset(dataset, query));
  await dataset.close();
  report(
    'search 1 GB for text',
    seconds(searching),
    `grep -c ${seconds(grepping)}: ${ratio(searching, grepping)} (at most 2)`,
  );
}

async function benchAccess(file: string, report: BenchReport): Promise<void> {
  const first = await fastest(async () => {
    const dataset = await openDataset(file);
    await dataset.readRows(0, 50);
    await dataset.close();
  });
  report('open 1 GB, read the first 50 rows, close', seconds(first));
  await indexed(file, async (dataset) => {
    const last = await fastest(() => dataset.readRows(dataset.rowCount - 50, 50));
    report('jump to the last row of 1 GB', seconds(last), '(at most 0.2 s)');
  });
}

async function benchList(file: string, report: BenchReport): Promise<void> {
  const counting = await fastest(() => void execFileSync('wc', ['-l', file]));
  const indexing = await fastest(() => indexed(file, (dataset) => void dataset.rowCount));
  report(
    'index 1 GB of a JSON list',
    seconds(indexing),
    `wc -l ${seconds(counting)}: ${ratio(indexing, counting)} (at most 3)`,
  );
}

async function benchMemory(gigabyteFile: string, largeFile: string, report: BenchReport): Promise<void> {
  for (let part = 0; part < 5; part++) appendCopy(gigabyteFile, largeFile);
  globalThis.gc?.();
  const idle = process.memoryUsage().rss;
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  await indexed(largeFile, async (dataset) => {
    for (let at = 0; at < 100; at++) await dataset.readRows(Math.floor((dataset.rowCount * at) / 100), 50);
    report('rows of 5 GB', dataset.rowCount);
  });
  clearInterval(watch);
  rmSync(largeFile);
  report('peak memory above idle on 5 GB', `${((peak - idle) / 2 ** 20).toFixed(0)} MB`, '(at most 300 MB)');
}

function benchFilter(report: BenchReport): void {
  const rowCount = 1_000_000;
  const random = seededRandom(1);
  const offsets = Uint32Array.from({ length: rowCount + 1 }, (_, row) => 4 * row);
  const tagIds = Uint32Array.from({ length: 4 * rowCount }, () => Math.floor(6000 * random() ** 2));
  const known = { rowCount, tags: { offsets, tagIds }, tagId: () => 17 };
  let best = Infinity;
  for (let round = 0; round < 10; round++) {
    const start = performance.now();
    filterRows([{ kind: 'tag', tag: 'x', isExcluded: false }], known);
    best = Math.min(best, performance.now() - start);
  }
  report('filter 1,000,000 tagged rows by a tag', `${best.toFixed(1)} ms`, '(at most 50 ms)');
}

/** Every damaged line must be read or named with a byte inside it, as JSON.parse would have it. */
function benchDamage(lineCount: number, report: BenchReport): void {
  const random = seededRandom(99);
  const start = performance.now();
  let invalid = 0;
  for (let line = 0; line < lineCount; line++) {
    const text = damaged(soundLine(line), random);
    const parsed = parseRow(text);
    if (parsed.kind === 'value') readConversation(parsed.value, { kind: 'auto' });
    else invalid++;
    if (
      parsed.kind === 'invalid' &&
      !(parsed.problem.byteInRow >= 0 && parsed.problem.byteInRow <= Buffer.byteLength(text))
    )
      throw new Error(`No byte for ${text}`);
    if ((parsed.kind === 'value' && parsed.warnings.length === 0) !== isJson(text))
      throw new Error(`JSON.parse disagrees on ${text}`);
  }
  report(
    `${lineCount.toLocaleString('en-US')} damaged lines`,
    seconds((performance.now() - start) / 1000),
    `${invalid.toLocaleString('en-US')} invalid, none fatal`,
  );
}

const wounds = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\u0000',
  '\ud800',
  '\n',
  '1e999',
  'NaN',
  '\\u12',
  '😀',
  '-',
  '0',
];

function damaged(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  switch (Math.floor(random() * 5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return (
        text.slice(0, at) +
        String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(random() * 8))) +
        text.slice(at + 1)
      );
    case 2:
      return text.slice(0, at) + '['.repeat(Math.floor(random() * 2000)) + text.slice(at);
    default:
      return (
        text.slice(0, at) + wounds[Math.floor(random() * wounds.length)]! + text.slice(at + Math.floor(random() * 3))
      );
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function benchRealFiles(report: BenchReport): Promise<void> {
  const index = readFileSync(join(dataFolder, 'INDEX.md'), 'utf8');
  const listed = [...index.matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)];
  const differing: string[] = [];
  for (const [, file, count] of listed) {
    const { rows, invalidRowCount } = await inspect(join(dataFolder, file!));
    if (rows - invalidRowCount !== Number(count)) differing.push(`${file} ${rows - invalidRowCount}/${count}`);
  }
  report(
    'real files with the rows of their index',
    `${listed.length - differing.length} of ${listed.length}`,
    differing.join(', '),
  );
}

/** Each row of each real file is valid, with the same value, exactly where `JSON.parse` says so. */
async function benchAgreement(report: BenchReport): Promise<void> {
  const listed = [...readFileSync(join(dataFolder, 'INDEX.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm)];
  let rows = 0;
  for (const [, file] of listed)
    await indexed(join(dataFolder, file!), async (dataset) => {
      const decode = rowDecoder(dataset.container);
      for (let row = 0; row < dataset.rowCount; row += 1000)
        for (const { bytes, row: number } of await dataset.readRows(row, 1000))
          if (!agrees(decode(bytes))) throw new Error(`JSON.parse disagrees on row ${number} of ${file}.`);
      rows += dataset.rowCount;
    });
  report('rows of real files on which JSON.parse agrees', `${rows.toLocaleString('en-US')} of ${listed.length} files`);
}

function agrees(text: string): boolean {
  const parsed = parseRow(text);
  if (parsed.kind !== 'value' || parsed.warnings.length > 0) return !isJson(text);
  return isJson(text) && JSON.stringify(parsed.value) === JSON.stringify(JSON.parse(text));
}

async function indexed(file: string, use: (dataset: FileDataset) => void | Promise<void>): Promise<void> {
  const dataset = await openDataset(file);
  try {
    await dataset.whenIndexed();
    await use(dataset);
  } finally {
    await dataset.close();
  }
}

async function fastest(work: () => unknown): Promise<number> {
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best / 1000;
}

function seconds(value: number): string {
  return `${value.toFixed(3)} s`;
}

function ratio(measured: number, reference: number): string {
  return `${(measured / reference).toFixed(2)} ×`;
}

function soundLine(row: number): string {
  const output = `An answer with a\\nline end, a \\"quoted\\" word and some more text. `.repeat(1 + (row % 9));
  return `{"instruction": "question ${row} of the bench", "input": "", "output": "${output}", "meta": {"source": "bench", "ids": [${row}, 2]}}`;
}

function madeFile(file: string, sizeBytes: number, kind: 'lines' | 'list'): string {
  writeFileSync(file, kind === 'list' ? '[\n' : '');
  for (let row = 0, size = 0; size < sizeBytes;) {
    const rows = Array.from({ length: 20_000 }, () => soundLine(row++));
    const text =
      kind === 'lines' ? `${rows.join('\n')}\n` : `${rows.join(',\n')}${size + (8 << 20) < sizeBytes ? ',' : ''}\n`;
    appendFileSync(file, text);
    size += text.length;
    if (kind === 'list' && !text.endsWith(',\n')) break;
  }
  if (kind === 'list') appendFileSync(file, ']');
  return file;
}

function appendCopy(from: string, to: string): void {
  const source = openSync(from, 'r');
  const target = openSync(to, 'a');
  const buffer = Buffer.alloc(8 << 20);
  for (let left = statSync(from).size; left > 0;) {
    const count = readSync(source, buffer);
    writeSync(target, buffer, 0, count);
    left -= count;
  }
  closeSync(source);
  closeSync(target);
}
