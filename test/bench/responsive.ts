/** How long the extension host is busy at a stretch while a large file is indexed, surveyed and read field by field. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { filterRows, sortRows } from '../../src/core/dataset/filterRows';
import { DatasetSession } from '../../src/node/session/datasetSession';
import { readNumbers } from '../../src/node/session/rowValues';
import type { BenchReport } from '../support/benchReport';
import { writeLines } from '../support/linesFile';

const sizeBytes = Number(process.env['SFT_LENS_BENCH_MB'] ?? 1024) * 2 ** 20;
const averageRowBytes = Number(process.env['SFT_LENS_BENCH_ROW_BYTES'] ?? 300);

export async function run(report: BenchReport): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sft-lens-bench-'));
  try {
    const path = join(folder, 'lines.jsonl');
    writeLines(path, sizeBytes, line);
    const session = await opened(path, folder);
    await busy('index', report, () => session.dataset.whenIndexed());
    report('rows', session.dataset.rowCount.toLocaleString('en-US'));
    const survey = (await busy('survey', report, () => session.whenSurveyed()))!;
    await busy('tags of a field', report, () => session.tags.useField('tags'));
    await busy('a number of each row', report, () => readNumbers(session.dataset, 'score'));
    const known = { rowCount: session.dataset.rowCount, columns: survey.columns };
    await busy('filter by length', report, () =>
      Promise.resolve(filterRows([{ kind: 'number', column: 'length', minimum: 200 }], known)),
    );
    const rows = Uint32Array.from({ length: known.rowCount }, (_, row) => row);
    await busy('sort by length', report, () =>
      Promise.resolve(sortRows(rows, { column: 'length', isDescending: true }, known)),
    );
    await session.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function opened(path: string, folder: string): Promise<DatasetSession> {
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const embedders = { open: () => Promise.reject(new Error('not in this bench')), dispose: () => Promise.resolve() };
  const distFolder = join(__dirname, '..');
  return DatasetSession.open({ path, mapping: { kind: 'auto' }, distFolder, storageFolder: folder, embedders, log });
}

/** Reports the time, the processor's time of this thread's process, and the longest stretch without a turn for others. */
async function busy<T>(name: string, report: BenchReport, work: () => Promise<T>): Promise<T> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  const used = performance.eventLoopUtilization();
  const result = await work();
  const share = performance.eventLoopUtilization(used).utilization;
  const seconds = (performance.now() - start) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  report(
    name,
    `${seconds.toFixed(2)} s`,
    `longest stretch ${(delay.max / 1e6).toFixed(0)} ms, ${(100 * share).toFixed(0)} % busy`,
  );
  return result;
}

function line(row: number): string {
  const output = 'An answer of some words. '.repeat(
    Math.max(0, Math.round((averageRowBytes - 130) / 25) + (row % 3) - 1),
  );
  return `${JSON.stringify({ instruction: `question ${row} of the bench`, input: '', output, tags: [`topic ${row % 50}`], score: row % 7 })}\n`;
}
