/** Starts a job on a fresh thread (about 26 ms) and settles in every case: result, error, crash, cancel. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ProgressListener } from '../../core/ports';
import type { JobName, JobPart, JobReply, JobReport, Jobs } from '../../protocol/jobs';

export interface RunJobOptions<Name extends JobName> {
  /** The build's `dist` folder, which holds `workers/`. */
  readonly distFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly onPart?: ((part: JobPart<Name>) => void) | undefined;
  /** Answers what the job asks while it runs (vectors, for instance). */
  readonly answer?: ((question: Jobs[Name]['question']) => Promise<Jobs[Name]['answer']>) | undefined;
}

/** Resolves with the job's output; rejects with its error, or with an `AbortError` when `signal` fired (the thread is ended). */
export async function runJob<Name extends JobName>(
  name: Name,
  input: Jobs[Name]['input'],
  options: RunJobOptions<Name>,
): Promise<Jobs[Name]['output']> {
  const value = await runThread(join(options.distFolder, 'workers', `${name}Job.js`), input, {
    signal: options.signal,
    onProgress: options.onProgress,
    // The thread of job `Name` hands over parts of job `Name` only.
    onPart: options.onPart as ((part: unknown) => void) | undefined,
    // The thread of job `Name` asks only questions of job `Name`.
    answer: options.answer as ((question: unknown) => Promise<unknown>) | undefined,
  });
  return value as Jobs[Name]['output'];
}

interface ThreadOptions {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ProgressListener | undefined;
  readonly onPart?: ((part: unknown) => void) | undefined;
  readonly answer: ((question: unknown) => Promise<unknown>) | undefined;
}

/** Runs one thread to its end; the thread never outlives the promise. */
export async function runThread(file: string, input: unknown, options: ThreadOptions): Promise<unknown> {
  const { signal } = options;
  if (signal?.aborted === true) throw cancelled();
  const worker = new Worker(file, { workerData: input });
  const stop = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(cancelled()), { signal: stop.signal });
      worker.on('error', reject);
      worker.on('messageerror', reject);
      worker.on('exit', (code) => reject(new Error(`The thread ended with code ${code} before its result.`)));
      worker.on('message', (report: JobReport) => receive(worker, report, options, resolve, reject));
    });
  } finally {
    stop.abort();
    await worker.terminate();
  }
}

function cancelled(): Error {
  return new DOMException('The job was cancelled.', 'AbortError');
}

function receive(
  worker: Worker,
  report: JobReport,
  options: ThreadOptions,
  resolve: (value: unknown) => void,
  reject: (error: Error) => void,
): void {
  switch (report.kind) {
    case 'progress':
      options.onProgress?.(report.done, report.total);
      return;
    case 'part':
      options.onPart?.(report.value);
      return;
    case 'question':
      void reply(options, report.question, report.id).then((message) => worker.postMessage(message), reject);
      return;
    case 'result':
      resolve(report.value);
      return;
    case 'error':
      reject(Object.assign(new Error(report.message), { name: report.name }));
  }
}

async function reply(options: ThreadOptions, question: unknown, id: number): Promise<JobReply> {
  try {
    if (options.answer === undefined) throw new Error('Nobody answers the questions of this job.');
    return { kind: 'answer', id, value: await options.answer(question) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'refusal', id, name, message };
  }
}
