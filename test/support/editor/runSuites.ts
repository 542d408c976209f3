import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { requiredVariable } from './server';

/** What a finished run leaves behind; its presence is the proof that the run was not cut short. */
export interface SuitesResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Runs one bundle of mocha suites, prints each test, and writes the counts into the file that the variable names. */
export async function runSuites(bundle: string, resultVariable: string, timeoutMs: number): Promise<SuitesResult> {
  const grep = process.env.SFT_LENS_GREP;
  const mocha = new Mocha({ ui: 'bdd', timeout: timeoutMs, slow: timeoutMs, color: false, ...(grep ? { grep } : {}) });
  mocha.addFile(path.join(__dirname, bundle));
  const counts = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((settle) => {
    mocha
      .run(() => settle())
      .on('pass', () => counts.passed++)
      .on('fail', () => counts.failed++)
      .on('pending', () => counts.skipped++);
  });
  writeFileSync(requiredVariable(resultVariable), JSON.stringify(counts));
  return counts;
}
