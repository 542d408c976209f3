/** What the command line prints, and where: results on standard output, everything else on standard error. */
import type { LongWork, ProgressListener } from '../core/ports';

export interface Terminal {
  /** A line of the readable report. */
  print(line: string): void;
  /** The JSON object. */
  printJson(value: unknown): void;
  /** A message for people, on standard error. */
  note(line: string): void;
  /** Options for long work: progress under a name, and Ctrl-C. */
  work(task: string): LongWork;
  readonly signal: AbortSignal;
}

const barWidth = 24;
const lineIntervalMs = 3000;

export function createTerminal(isQuiet: boolean, signal: AbortSignal): Terminal {
  return {
    print: (line) => void process.stdout.write(`${line}\n`),
    printJson: (value) => void process.stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    work: (task) => (isQuiet ? { cancellation: signal } : { cancellation: signal, onProgress: progressOf(task) }),
    signal,
  };
}

function progressOf(task: string): ProgressListener {
  return process.stderr.isTTY ? progressBar(task) : progressLines(task);
}

function progressBar(task: string): ProgressListener {
  return (done, total) => {
    const share = total > 0 ? done / total : 1;
    const filled = Math.round(share * barWidth);
    const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
    const end = done >= total ? '\n' : '';
    process.stderr.write(`\r${task} ${bar} ${formatCount(done)} / ${formatCount(total)}${end}`);
  };
}

function progressLines(task: string): ProgressListener {
  let toldAt = Date.now();
  return (done, total) => {
    if (Date.now() - toldAt < lineIntervalMs) return;
    toldAt = Date.now();
    process.stderr.write(`${task}: ${formatCount(done)} / ${formatCount(total)}\n`);
  };
}

export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

/** `62.3 %`. */
export function formatShare(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** Columns padded to their widest cell; numbers to the right. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const isNumeric = head.map((_, column) => rows.every((row) => /^[-+]?[\d,.]*( %)?$|^–$/.test(row[column] ?? '')));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [lineOf(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(lineOf)];
}
