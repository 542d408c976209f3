/** The thread's side of a job: runs one function on the input, asks the host, reports, ends. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import type { ProgressListener } from '../../core/ports';
import type { JobName, JobPart, JobReply, JobReport, Jobs } from '../../protocol/jobs';

/** What a job may do besides computing. */
export interface JobHost<Name extends JobName> {
  readonly onProgress: ProgressListener;
  readonly onPart: (part: JobPart<Name>) => void;
  readonly ask: (question: Jobs[Name]['question']) => Promise<Jobs[Name]['answer']>;
}

export type JobFunction<Name extends JobName> = (
  input: Jobs[Name]['input'],
  host: JobHost<Name>,
) => Jobs[Name]['output'] | Promise<Jobs[Name]['output']>;

const leastMsBetweenReports = 100;

/** Footer of a thread entry: serves the one job this thread was started for. */
export function serveJob<Name extends JobName>(run: JobFunction<Name>): void {
  if (parentPort === null) throw new Error('A job runs on a thread that was started for it.');
  const port = parentPort;
  const host: JobHost<Name> = {
    onProgress: throttledProgress(port),
    onPart: (value) => post(port, { kind: 'part', value }),
    ask: asking<Name>(port),
  };
  Promise.resolve(workerData as Jobs[Name]['input'])
    .then((input) => run(input, host))
    .then(
      (value) => post(port, { kind: 'result', value }),
      (error: unknown) => post(port, { kind: 'error', ...nameAndMessage(error) }),
    )
    .catch((error: unknown) => post(port, { kind: 'error', ...nameAndMessage(error) }));
}

function post(port: MessagePort, report: JobReport): void {
  port.postMessage(report);
}

function nameAndMessage(error: unknown): { name: string; message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: 'Error', message: String(error) };
}

/** At most ten reports a second; the last one always goes out. */
function throttledProgress(port: MessagePort): ProgressListener {
  let lastMs = -Infinity;
  return (done, total) => {
    const nowMs = performance.now();
    if (done < total && nowMs - lastMs < leastMsBetweenReports) return;
    lastMs = nowMs;
    post(port, { kind: 'progress', done, total });
  };
}

function asking<Name extends JobName>(port: MessagePort): JobHost<Name>['ask'] {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  const settle = (reply: JobReply): void => {
    const waiter = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.kind === 'answer') waiter?.resolve(reply.value);
    else waiter?.reject(Object.assign(new Error(reply.message), { name: reply.name }));
    if (waiting.size === 0) port.off('message', settle);
  };
  return async (question) => {
    // Listening keeps the thread alive, so it listens only while an answer is due.
    if (waiting.size === 0) port.on('message', settle);
    const id = ++lastId;
    const value = await new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      post(port, { kind: 'question', id, question });
    });
    return value as Jobs[Name]['answer'];
  };
}
