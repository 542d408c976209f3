/**
 * Live previews of one dataset's normalization. One thread per table and decisions is started on the first question and
 * kept while they last; every question settles, and only the newest one is answered.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Decision } from '../../core/normalize/decisions';
import type { StepPreview } from '../../core/normalize/preparedSteps';
import type { StepPreviewRequest } from '../../core/normalize/stepPreview';
import type { TagTable } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import { Cancelled } from '../../protocol/cancelSource';
import type { PreviewThread, PreviewThreadData, PreviewThreadHost } from '../../protocol/previews';
import { Rpc } from '../../protocol/rpc';
import { portChannel } from './portChannel';

export interface NormalizationPreviewsOptions {
  /** The build's `dist` folder, which holds `workers/`. */
  readonly distFolder: string;
  readonly embed: (names: readonly string[], work: LongWork) => Promise<Float32Array>;
}

/** What a thread was started for. */
interface Subject {
  readonly table: TagTable;
  readonly decisions: readonly Decision[];
}

interface Question {
  readonly request: StepPreviewRequest;
  readonly settled: AbortController;
}

export class NormalizationPreviews {
  private thread: RunningThread | null = null;
  private latest: Question | null = null;

  constructor(private readonly options: NormalizationPreviewsOptions) {}

  /** What the moved step would leave. Rejects with `Cancelled` where a newer question came, or `signal` fired. */
  async ask(subject: Subject, request: StepPreviewRequest, signal?: AbortSignal): Promise<StepPreview> {
    if (signal?.aborted === true) throw new Cancelled();
    const { latest } = this;
    latest?.settled.abort();
    // A thread still preparing another step would keep this question waiting: it is ended, and the next one starts.
    if (latest !== null && !isPreparedAlike(latest.request, request)) this.drop();
    const question: Question = { request, settled: new AbortController() };
    this.latest = question;
    const onAbort = () => question.settled.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.threadFor(subject).ask(request, question.settled.signal);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (this.latest === question) this.latest = null;
    }
  }

  /** Ends the thread; whoever waits is told that the question was cancelled. The next question starts another. */
  drop(): void {
    this.thread?.end(new Cancelled('The preview is no longer wanted.'));
    this.thread = null;
  }

  private threadFor(subject: Subject): RunningThread {
    const known = this.thread;
    if (known !== null && !known.hasEnded && isSame(known.subject, subject)) return known;
    this.drop();
    this.thread = new RunningThread(subject, this.options);
    return this.thread;
  }
}

function isSame(known: Subject, wanted: Subject): boolean {
  return known.table === wanted.table && known.decisions === wanted.decisions;
}

/** True where a question waits for the same preparation, so that it is no loss to let it go on. */
function isPreparedAlike(waiting: StepPreviewRequest, next: StepPreviewRequest): boolean {
  const others = ({ parameters, moved }: StepPreviewRequest) => JSON.stringify({ ...parameters, [moved]: null });
  return waiting.moved === next.moved && others(waiting) === others(next);
}

/** One thread with its channel; when it ends, for whatever reason, its callers are told. */
class RunningThread {
  private readonly worker: Worker;
  private readonly rpc: Rpc<PreviewThreadHost, PreviewThread>;
  private readonly waiting = new Set<(error: Error) => void>();
  private readonly stop = new AbortController();
  private ended: Error | null = null;

  constructor(
    readonly subject: Subject,
    { distFolder, embed }: NormalizationPreviewsOptions,
  ) {
    const { table, decisions } = subject;
    const workerData: PreviewThreadData = { table, decisions };
    this.worker = new Worker(join(distFolder, 'workers', 'previewThread.js'), { workerData, name: 'sft-lens-preview' });
    const local: PreviewThreadHost = { embed: ({ names }) => embed(names, { cancellation: this.stop.signal }) };
    this.rpc = new Rpc<PreviewThreadHost, PreviewThread>(portChannel(this.worker), local);
    this.worker.on('error', (error) => this.end(error));
    this.worker.on('messageerror', (error) => this.end(error));
    this.worker.on('exit', (code) => this.end(new Error(`The preview thread ended with code ${code}.`)));
    this.worker.unref();
  }

  get hasEnded(): boolean {
    return this.ended !== null;
  }

  async ask(request: StepPreviewRequest, signal: AbortSignal): Promise<StepPreview> {
    if (this.ended !== null) throw this.ended;
    let fail: (error: Error) => void = () => {};
    const end = new Promise<never>((_, reject) => (fail = reject));
    this.waiting.add(fail);
    this.worker.ref();
    try {
      return await Promise.race([end, this.rpc.call('preview', request, signal)]);
    } finally {
      this.waiting.delete(fail);
      if (this.waiting.size === 0) this.worker.unref();
    }
  }

  /** The first reason counts. */
  end(reason: Error): void {
    if (this.ended !== null) return;
    this.ended = reason;
    this.stop.abort();
    for (const fail of this.waiting) fail(reason);
    this.rpc.dispose();
    void this.worker.terminate().catch(() => {});
  }
}
