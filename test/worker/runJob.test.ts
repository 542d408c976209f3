import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../src/core/normalize/parameters';
import { tagTableOf } from '../../src/core/normalize/tagTable';
import { runJob, runThread } from '../../src/node/jobs/runJob';
import { bundleThread } from '../support/threadBundle';

const table = tagTableOf([
  ['a', 'b'],
  ['a', 'b'],
  ['c', 'B'],
]);
const parameters: NormalizationParameters = { ...defaultParameters, frequency: 1, association: 'off' };
const directions = new Map([
  ['a', [1, 0]],
  ['b', [0, 1]],
  ['c', [1, 0.001]],
]);
const embed = async (names: readonly string[]): Promise<Float32Array> =>
  Float32Array.from(names.flatMap((name) => directions.get(name)!));

const normalizeThread = (): Promise<string> => bundleThread('normalizeJob', "import './src/workers/normalizeJob';");
const jobThread = (body: string): Promise<string> =>
  bundleThread('job', `import { serveJob } from './src/node/jobs/serveJob';\nserveJob(${body});`);
const fileIn = (folder: string): string => join(folder, 'workers', 'job.js');
const quiet = { signal: undefined, onProgress: undefined, answer: undefined };

describe('runJob', () => {
  it('normalizes on a thread as it does here, asking the host for vectors', async () => {
    const distFolder = await normalizeThread();
    const progress: number[] = [];
    const result = await runJob(
      'normalize',
      { table, parameters },
      { distFolder, answer: embed, onProgress: (done) => progress.push(done) },
    );
    expect(result).toEqual(await normalize(table, parameters, { embed }));
    expect(result.merges).toEqual({ rules: 1, semantic: 1, association: 0 });
    expect(progress.at(-1)).toBe(3);
  });

  it('rejects with the error of the job, name and message', async () => {
    const distFolder = await normalizeThread();
    const bad = { ...parameters, frequency: 0 };
    await expect(runJob('normalize', { table, parameters: bad }, { distFolder })).rejects.toMatchObject({
      name: 'RangeError',
      message: 'Frequency must be a whole number of at least 1, got 0.',
    });
  });

  it('hands a refused question on to the caller', async () => {
    const distFolder = await normalizeThread();
    const answer = async (): Promise<Float32Array> => {
      throw new Error('No model is loaded.');
    };
    await expect(runJob('normalize', { table, parameters }, { distFolder, answer })).rejects.toThrow(
      'No model is loaded.',
    );
    await expect(runJob('normalize', { table, parameters }, { distFolder })).rejects.toThrow('Nobody answers');
  });

  it('ends a thread that never comes back, at once when cancelled', async () => {
    const folder = await jobThread('() => { for (;;); }');
    const controller = new AbortController();
    const running = runThread(fileIn(folder), null, { ...quiet, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not start a thread for a signal that has fired', async () => {
    const signal = AbortSignal.abort();
    await expect(runThread('missing.js', null, { ...quiet, signal })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('settles when the thread exits, crashes, or is not there', async () => {
    const exiting = fileIn(await jobThread('() => process.exit(3)'));
    await expect(runThread(exiting, null, quiet)).rejects.toThrow('The thread ended with code 3 before its result.');
    const crashing = fileIn(
      await jobThread("() => { setTimeout(() => { throw new TypeError('gone'); }); return new Promise(() => {}); }"),
    );
    await expect(runThread(crashing, null, quiet)).rejects.toThrow('gone');
    await expect(runThread(join(exiting, 'missing.js'), null, quiet)).rejects.toThrow();
  });

  it('settles when the thread waits for nothing any more', async () => {
    const folder = await jobThread('() => new Promise(() => {})');
    await expect(runThread(fileIn(folder), null, quiet)).rejects.toThrow('before its result');
  });

  it('rejects when the result cannot cross the boundary', async () => {
    const folder = await jobThread('() => () => 1');
    await expect(runThread(fileIn(folder), null, quiet)).rejects.toThrow('could not be cloned');
  });
});
