/** Opening in a real VS Code: the first screen of a large file against a small one, the jump to the end, memory, scrolling. */
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { BenchReport } from '../support/benchReport';
import { startBrowser } from '../support/editor/browser';
import { traced } from '../support/editor/frameTrace';
import { clickRow, tableRow } from '../support/editor/datasetPage';
import { requiredVariable, startServer } from '../support/editor/server';
import { Workbench } from '../support/editor/workbench';

const megabyte = 1 << 20;
const largeBytes = Number(process.env['SFT_LENS_BENCH_MB'] ?? 1024) * megabyte;
const rounds = 3;
const hugeParts = 5;
const alpaca = path.join(__dirname, '..', '..', '..', 'shared', 'data', 'alpaca', 'alpaca_data.json');

export async function run(report: BenchReport): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sft-lens-bench-'));
  const workspace = path.join(folder, 'data');
  mkdirSync(workspace);
  write(path.join(workspace, 'small.jsonl'), megabyte);
  write(path.join(workspace, 'large.jsonl'), largeBytes);
  writeFileSync(
    path.join(workspace, 'plain.txt'),
    'One of many lines of a plain text, to be scrolled through.\n'.repeat(52_002),
  );
  if (existsSync(alpaca)) copyFileSync(alpaca, path.join(workspace, 'alpaca.json'));
  const server = await startServer({ folder, extensionsFolder: requiredVariable('SFT_LENS_EXTENSIONS') });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const workbench = new Workbench(page);
    await workbench.open(server.url, workspace);
    await firstScreen(workbench, 'small.jsonl'); // the extension starts, and everybody warms up
    await benchFirstScreen(workbench, report);
    await benchJump(workbench, report);
    if (existsSync(alpaca)) await benchScrolling(workbench, report);
    await benchMemory(workbench, workspace, folder, report);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchFirstScreen(workbench: Workbench, report: BenchReport): Promise<void> {
  const times = { small: Infinity, large: Infinity };
  for (let round = 0; round < rounds; round++) {
    times.small = Math.min(times.small, await firstScreen(workbench, 'small.jsonl'));
    times.large = Math.min(times.large, await firstScreen(workbench, 'large.jsonl'));
  }
  report('first screen of 1 MB after the page began', `${times.small.toFixed(0)} ms`);
  const ratio = (times.large / times.small).toFixed(2);
  report(
    `first screen of ${(largeBytes / megabyte).toFixed(0)} MB`,
    `${times.large.toFixed(0)} ms`,
    `${ratio} × (at most 1.3, and under 1,000 ms)`,
  );
}

/** Milliseconds from the beginning of the editor's page until its first row was seen from outside: never too few. */
async function firstScreen(workbench: Workbench, file: string): Promise<number> {
  await workbench.closeAllEditors();
  const frame = await workbench.openDataset(file);
  await tableRow(frame, 0).waitFor({ timeout: 30_000 });
  return frame.locator('body').evaluate(() => performance.now());
}

async function benchJump(workbench: Workbench, report: BenchReport): Promise<void> {
  await workbench.closeAllEditors();
  const frame = await workbench.openDataset('large.jsonl');
  const rowCount = await countedRows(frame);
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    await workbench.page.keyboard.press('Control+Home');
    await clickRow(frame, 0);
    const startMs = performance.now();
    await workbench.page.keyboard.press('Control+End');
    await tableRow(frame, rowCount - 1).waitFor({ timeout: 10_000 });
    best = Math.min(best, performance.now() - startMs);
  }
  report(`jump to row ${rowCount.toLocaleString('en-US')}`, `${best.toFixed(0)} ms`, '(at most 200 ms)');
}

/** Rows of the file once all are counted. */
async function countedRows(frame: FrameLocator): Promise<number> {
  const facts = frame
    .getByTestId('file-facts')
    .filter({ hasNotText: '…' })
    .filter({ hasText: /\d rows/ });
  await facts.waitFor({ timeout: 300_000 });
  return Number((await facts.innerText()).match(/([\d,]+) rows/)![1]!.replaceAll(',', ''));
}

async function benchScrolling(workbench: Workbench, report: BenchReport): Promise<void> {
  await workbench.closeAllEditors();
  const frame = await workbench.openDataset('alpaca.json');
  await countedRows(frame);
  await workbench.page.waitForTimeout(8_000); // survey and layout are over
  const { page } = workbench;
  const table = (await frame.getByTestId('table').boundingBox())!;
  await page.mouse.click(table.x + 40, table.y + 60);
  await reportScrolling('wheel', page, report, () => turnWheel(page));
  await reportScrolling('scrollbar', page, report, () => dragThumb(page, table.x + table.width - 7, table));
  await page.keyboard.press('Control+Home');
  await reportScrolling('Page Down held', page, report, () => holdKey(page, 'PageDown'));
  await workbench.closeAllEditors();
  await workbench.openFile('plain.txt');
  await page.mouse.move(table.x + 300, table.y + 200);
  await reportScrolling("control: wheel in VS Code's own text editor", page, report, () => turnWheel(page));
}

async function reportScrolling(name: string, page: Page, report: BenchReport, act: () => Promise<void>): Promise<void> {
  const { tasks, ownWork, drawGapsMs } = await traced(page, act);
  const [longest] = tasks;
  const longestWall = Math.max(...tasks.map(({ wallMs }) => wallMs));
  report(
    `${name}: longest task of all pages`,
    `${longest!.cpuMs.toFixed(1)} ms`,
    `of processor time (at most 50); ${longestWall.toFixed(0)} ms by the clock`,
  );
  if (ownWork.length > 0) {
    const ownWall = Math.max(...ownWork.map(({ wallMs }) => wallMs));
    report("… of it the webview's own", `${ownWork[0]!.cpuMs.toFixed(1)} ms`, `${ownWall.toFixed(0)} ms by the clock`);
  }
  report(
    '… frames drawn',
    drawGapsMs.length + 1,
    `median ${median(drawGapsMs).toFixed(0)} ms apart, longest ${drawGapsMs[0]?.toFixed(0)} ms (no graphics card)`,
  );
}

const steps = 300;
const stepMs = 16;

async function turnWheel(page: Page): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await page.mouse.wheel(0, step < steps / 2 ? 240 : 20_000);
    await page.waitForTimeout(stepMs);
  }
}

async function dragThumb(page: Page, x: number, { y, height }: { y: number; height: number }): Promise<void> {
  await page.mouse.move(x, y + height - 20); // scrolling by the wheel has ended there
  await page.mouse.down();
  for (let step = 0; step < steps; step++) {
    const share = Math.abs(1 - (2 * step) / steps);
    await page.mouse.move(x, y + 10 + share * (height - 30));
    await page.waitForTimeout(stepMs);
  }
  await page.mouse.up();
}

async function holdKey(page: Page, key: string): Promise<void> {
  for (let step = 0; step < steps; step++) {
    await page.keyboard.down(key);
    await page.waitForTimeout(stepMs);
  }
  await page.keyboard.up(key);
}

function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1] ?? 0;
}

async function benchMemory(
  workbench: Workbench,
  workspace: string,
  folder: string,
  report: BenchReport,
): Promise<void> {
  await workbench.closeAllEditors();
  const large = path.join(workspace, 'large.jsonl');
  const huge = path.join(workspace, 'huge.jsonl');
  copyFileSync(large, huge);
  for (let part = 1; part < hugeParts; part++) append(large, huge);
  await workbench.openDataset('small.jsonl');
  await workbench.page.waitForTimeout(5_000);
  const host = extensionHostOf(folder);
  const idle = residentMegabytes(host);
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(host))), 50);
  const frame = await workbench.openDataset('huge.jsonl');
  const rowCount = await countedRows(frame);
  await clickRow(frame, 0);
  await workbench.page.keyboard.press('Control+End');
  await tableRow(frame, rowCount - 1).waitFor({ timeout: 10_000 });
  const indexed = peak;
  const surveyStart = performance.now();
  await whenQuiet(host);
  clearInterval(watch);
  report('extension host, idle', `${idle.toFixed(0)} MB`);
  const size = `${((hugeParts * largeBytes) / megabyte).toFixed(0)} MB, ${rowCount.toLocaleString('en-US')} rows`;
  report(`above idle until ${size} are indexed`, `${(indexed - idle).toFixed(0)} MB`, '(at most 300 MB)');
  report('above idle until they are surveyed', `${(peak - idle).toFixed(0)} MB`, '(at most 300 MB)');
  report('above idle in the end', `${(residentMegabytes(host) - idle).toFixed(0)} MB`);
  report('survey', `${((performance.now() - surveyStart) / 1000).toFixed(0)} s`);
}

/** Settles once the process has used little of a processor for ten seconds. */
async function whenQuiet(pid: number): Promise<void> {
  for (let quiet = 0, before = processorTicks(pid); quiet < 10;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = processorTicks(pid);
    quiet = now - before < 5 ? quiet + 1 : 0;
    before = now;
  }
}

/** Hundredths of a second, in user and kernel. */
function processorTicks(pid: number): number {
  const [user, system] = processText(String(pid), 'stat').split(') ')[1]!.split(' ').slice(11, 13);
  return Number(user) + Number(system);
}

/** The extension host of the server that lives in the folder: the newest process of that kind whose parents do. */
function extensionHostOf(folder: string): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => processText(pid, 'cmdline').includes('--type=extensionHost'))
    .filter((pid) => processText(pid, 'environ').includes(folder) || isUnder(pid, folder));
  if (found.length === 0) throw new Error('No extension host was found.');
  return Number(found.at(-1));
}

function isUnder(pid: string, folder: string): boolean {
  for (let at = pid; at !== '0' && at !== ''; at = parentOf(at)) {
    if (processText(at, 'cmdline').includes(folder)) return true;
  }
  return false;
}

const parentOf = (pid: string): string => /^PPid:\s*(\d+)/m.exec(processText(pid, 'status'))?.[1] ?? '';

function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s*(\d+)/m.exec(processText(String(pid), 'status'))?.[1] ?? 0) / 1024;
}

function processText(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return ''; // it ended meanwhile, or is not ours
  }
}

function write(file: string, sizeBytes: number): void {
  for (let row = 0, size = 0; size < sizeBytes;) {
    const text = Array.from({ length: 1_000 }, () => line(row++)).join('');
    appendFileSync(file, text);
    size += text.length;
  }
}

function line(row: number): string {
  const output = `An answer with a\nline end and some more text. `.repeat(1 + (row % 9));
  return `${JSON.stringify({ instruction: `question ${row} of the bench`, input: '', output })}\n`;
}

function append(from: string, to: string): void {
  const bytes = readFileSync(from);
  appendFileSync(to, bytes);
}
