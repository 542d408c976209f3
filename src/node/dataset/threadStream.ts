/** A job on a fresh thread that sends messages while it runs, and settles in every case: done, error, crash, cancel. */
import { parentPort, Worker, workerData, type Transferable } from 'node:worker_threads';
import { workerPath } from '../jobs/workerPath';

type ThreadMessage<Message> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string; readonly code?: string };

export interface ThreadOptions<Message> {
  readonly signal?: AbortSignal | undefined;
  readonly onMessage: (message: Message) => void;
}

/** Rejects with the job's error, with the listener's, or with the signal's reason once it fires; the thread is gone in both cases. */
export function runThread<Input, Message>(name: string, input: Input, options: ThreadOptions<Message>): Promise<void> {
  const { signal, onMessage } = options;
  if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerPath(name), { workerData: input });
    let isSettled = false;
    const settle = (settled: () => void) => {
      isSettled = true;
      signal?.removeEventListener('abort', abort);
      settled();
      void worker.terminate();
    };
    const abort = () => settle(() => reject(reasonOf(signal!)));
    signal?.addEventListener('abort', abort, { once: true });
    const hear = (message: Message) => {
      try {
        onMessage(message);
      } catch (error) {
        settle(() => reject(error instanceof Error ? error : new Error(String(error))));
      }
    };
    worker.on('message', (received: ThreadMessage<Message>) => {
      if (isSettled || signal?.aborted === true) return;
      if (received.kind === 'message') hear(received.message);
      else if (received.kind === 'done') settle(resolve);
      else settle(() => reject(errorOf(received)));
    });
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', (code) => settle(() => reject(new Error(`The thread ${name} ended early (exit code ${code}).`))));
  });
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error
    ? signal.reason
    : new DOMException('The operation was cancelled.', 'AbortError');
}

function errorOf({ name, message, code }: ThreadMessage<unknown> & { readonly kind: 'failed' }): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}

/** The thread's side: runs the job on its input and reports how it ended. */
export function serveThread<Input, Message>(
  job: (input: Input, send: (message: Message, transfer?: readonly Transferable[]) => void) => Promise<void>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This script is a thread and does nothing by itself.');
  const post = (message: ThreadMessage<Message>, transfer: readonly Transferable[] = []) =>
    port.postMessage(message, [...transfer]);
  job(workerData as Input, (message, transfer) => post({ kind: 'message', message }, transfer)).then(
    () => post({ kind: 'done' }),
    (error: unknown) => post(failureOf(error)),
  );
}

function failureOf(error: unknown): ThreadMessage<never> {
  if (!(error instanceof Error)) return { kind: 'failed', name: 'Error', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { kind: 'failed', name: error.name, message: error.message, ...code };
}
