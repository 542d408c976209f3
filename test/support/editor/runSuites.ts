import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { requiredVariable } from './server';

/** What a finished run leaves behind; its presence is the proof that the run was not cut short. */
export interface SuitesResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Which tests needed their second chance. */
  readonly note?: string;
}

/** Which suites to run, and how. */
export interface SuitesOptions {
  /** The bundle of mocha suites beside this one. */
  readonly bundle: string;
  /** The variable that names the file for the counts. */
  readonly resultVariable: string;
  readonly timeoutMs: number;
  /** How often a test that fails may run again; each time is printed and noted. */
  readonly retries: number;
}

/** Runs one bundle of mocha suites, prints each test, and writes the counts into the file that the variable names. */
export async function runSuites({ bundle, resultVariable, timeoutMs, retries }: SuitesOptions): Promise<SuitesResult> {
  const grep = process.env.SFT_LENS_GREP;
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: timeoutMs,
    slow: timeoutMs,
    color: false,
    retries,
    ...(grep ? { grep } : {}),
  });
  mocha.addFile(path.join(__dirname, bundle));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const retried: string[] = [];
  await new Promise<void>((settle) => {
    mocha
      .run(() => settle())
      .on('pass', () => counts.passed++)
      .on('fail', () => counts.failed++)
      .on('pending', () => counts.skipped++)
      .on('retry', (test: Mocha.Test, error: Error) => {
        retried.push(test.fullTitle());
        console.log(`    ↻ ${test.title}: runs again, because of: ${error.message}`);
      });
  });
  const result = { ...counts, ...(retried.length > 0 ? { note: `ran twice: ${retried.join('; ')}` } : {}) };
  writeFileSync(requiredVariable(resultVariable), JSON.stringify(result));
  return result;
}
