// Vitest, with one more chance in a fresh process for files whose worker process died: they are named in the result.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { artifacts, inRoot } from './paths.mjs';
import { run } from './processes.mjs';

const timeLimitMs = 12 * 60_000;
const vitest = inRoot('node_modules', 'vitest', 'vitest.mjs');

/**
 * @typedef {{ passed: number, failed: number, skipped: number, unfinished: readonly string[], crashCount: number }} VitestCounts
 */

/** All unit, thread, webview and architecture tests, or those whose name holds `grep`. */
export async function unitTests({ grep }) {
  const filter = grep === undefined ? [] : ['-t', grep];
  const first = await runVitest('vitest.json', filter);
  if (first.unfinished.length === 0) return summary(first, []);
  console.log(`\nA worker process died in: ${first.unfinished.join(', ')}. Once more, in a fresh process.\n`);
  const again = await runVitest('vitest-again.json', [...filter, ...first.unfinished]);
  const merged = {
    passed: first.passed + again.passed,
    failed: first.failed + again.failed + again.unfinished.length,
    skipped: first.skipped + again.skipped,
    unfinished: [],
    crashCount: Math.max(0, first.crashCount - first.unfinished.length),
  };
  return summary(merged, first.unfinished);
}

/** A crash that belongs to no file that can be named stays a failure. */
function summary({ passed, failed, skipped, crashCount }, repeated) {
  const notes = [
    ...(crashCount > 0 ? [`${crashCount} crashes outside any test`] : []),
    ...(repeated.length > 0 ? [`run again after a crash: ${repeated.join(', ')}`] : []),
  ];
  return {
    passed,
    failed: failed + crashCount,
    skipped,
    ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  };
}

/** @returns {Promise<VitestCounts>} */
async function runVitest(resultName, filter) {
  const resultFile = path.join(artifacts, resultName);
  rmSync(resultFile, { force: true });
  const args = ['run', '--config', 'test/support/vitest.config.ts', '--reporter=default', '--reporter=json'];
  const { code, output } = await run(
    process.execPath,
    [vitest, ...args, `--outputFile.json=${resultFile}`, ...filter],
    {
      isShown: true,
      timeoutMs: timeLimitMs,
    },
  );
  if (!existsSync(resultFile)) throw new Error(`vitest ended with ${code} and left no result`);
  return countsOf(JSON.parse(readFileSync(resultFile, 'utf8')), code, stripVTControlCharacters(output));
}

/** A file that fails to load has no failed test of its own, and neither has an error outside all tests. */
function countsOf({ testResults }, code, output) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses) => tests.filter(({ status }) => statuses.includes(status)).length;
  const unfinished = testResults.filter(isUnfinished).map(({ name }) => path.relative(inRoot(), name));
  const workerCrashCount = output.split('Caused by: Error: Worker exited unexpectedly').length - 1;
  const errorCount = Number(/Vitest caught (\d+) unhandled error/.exec(output)?.[1] ?? 0);
  const failed = count('failed') + Math.max(0, errorCount - workerCrashCount);
  const isUnexplained = code !== 0 && failed === 0 && unfinished.length === 0 && workerCrashCount === 0;
  return {
    passed: count('passed'),
    failed: isUnexplained ? 1 : failed,
    skipped: count('skipped', 'todo', 'disabled'),
    unfinished,
    crashCount: workerCrashCount,
  };
}

/** Tests that never ran are "pending" (skipped ones are "skipped"); a file that could not be read has none. */
function isUnfinished({ assertionResults }) {
  return assertionResults.length === 0 || assertionResults.some(({ status }) => status === 'pending');
}
