/**
 * Live previews of one dataset's normalization. A step that sliders move has a thread of its own per table and decisions,
 * so that preparing one never keeps another waiting; every question settles, and only the newest one is answered. What
 * the first move of each slider needs is prepared ahead, and again where a move changed what comes before other steps.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Decision } from '../../core/normalize/decisions';
import type { StepPreview } from '../../core/normalize/preparedSteps';
import type { NormalizationParameters } from '../../core/normalize/parameters';
import { preparationKey, type PreviewedStep, type StepPreviewRequest } from '../../core/normalize/stepPreview';
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

/** Steps that sliders move; each first move after these is answered from what is prepared. */
const preparedSteps: readonly PreviewedStep[] = ['frequency', 'association', 'semantic'];
/** A slider that rests this long is taken to have found its place. */
const restMs = 400;

export class NormalizationPreviews {
  private readonly lanes = new Map<PreviewedStep, PreviewLane>();
  private latest: Question | null = null;
  private rest: NodeJS.Timeout | null = null;

  constructor(private readonly options: NormalizationPreviewsOptions) {}

  /** What the moved step would leave. Rejects with `Cancelled` where a newer question came, or `signal` fired. */
  async ask(subject: Subject, request: StepPreviewRequest, signal?: AbortSignal): Promise<StepPreview> {
    if (signal?.aborted === true) throw new Cancelled();
    this.stopResting();
    if (isLarge(subject)) this.dropOtherLanes(request.moved);
    this.latest?.settled.abort();
    const question: Question = { request, settled: new AbortController() };
    this.latest = question;
    const onAbort = () => question.settled.abort();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await this.lane(request.moved).ask(subject, question);
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (this.latest === question) {
        this.latest = null;
        this.prepareSoon(subject, request.parameters, request.applied);
      }
    }
  }

  /** Prepares every step for moves away from `parameters`, in the background; what cannot be prepared fails when asked. */
  prepare(subject: Subject, parameters: NormalizationParameters, applied: NormalizationParameters): void {
    if (isLarge(subject)) return;
    for (const moved of preparedSteps) {
      const question = { request: { moved, parameters, applied }, settled: new AbortController() };
      void this.lane(moved)
        .prepare(subject, question)
        .catch(() => {});
    }
  }

  /** Ends the threads; whoever waits is told that the question was cancelled. The next question starts another. */
  drop(): void {
    this.stopResting();
    this.latest = null;
    for (const lane of this.lanes.values()) lane.drop();
    this.lanes.clear();
  }

  /** Prepares once nothing was asked for a moment: steps after a moved one start from other groups, and after a decision all do. */
  prepareSoon(subject: Subject, parameters: NormalizationParameters, applied: NormalizationParameters): void {
    this.stopResting();
    this.rest = setTimeout(() => this.prepare(subject, parameters, applied), restMs);
    this.rest.unref();
  }

  private stopResting(): void {
    if (this.rest !== null) clearTimeout(this.rest);
    this.rest = null;
  }

  private dropOtherLanes(moved: PreviewedStep): void {
    for (const [step, lane] of this.lanes) {
      if (step === laneOf(moved)) continue;
      lane.drop();
      this.lanes.delete(step);
    }
  }

  private lane(moved: PreviewedStep): PreviewLane {
    const step = laneOf(moved);
    const known = this.lanes.get(step);
    if (known !== undefined) return known;
    const lane = new PreviewLane(this.options);
    this.lanes.set(step, lane);
    return lane;
  }
}

/** The thread of one step, and what it is busy with. */
class PreviewLane {
  private thread: RunningThread | null = null;
  private latest: Question | null = null;

  constructor(private readonly options: NormalizationPreviewsOptions) {}

  async ask(subject: Subject, question: Question): Promise<StepPreview> {
    const { latest } = this;
    latest?.settled.abort();
    // A thread still preparing something else would keep this question waiting: it is ended, and the next one starts.
    if (latest !== null && !isPreparedAlike(latest.request, question.request)) this.drop();
    this.latest = question;
    try {
      return await this.threadFor(subject).ask(question.request, question.settled.signal);
    } finally {
      if (this.latest === question) this.latest = null;
    }
  }

  /** A question that is under way comes first. */
  async prepare(subject: Subject, question: Question): Promise<void> {
    if (this.latest === null || !isPreparedAlike(this.latest.request, question.request))
      await this.ask(subject, question);
  }

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

/** The rules are quick; they need no thread of their own. */
function laneOf(moved: PreviewedStep): PreviewedStep {
  return moved === 'rules' ? 'frequency' : moved;
}

/** With so many names, every thread takes hundreds of megabytes: then there is one, for the step that is moved. */
function isLarge({ table }: Subject): boolean {
  return table.names.length > 300_000;
}

function isSame(known: Subject, wanted: Subject): boolean {
  return known.table === wanted.table && known.decisions === wanted.decisions;
}

/** True where a question waits for the same preparation, so that it is no loss to let it go on. */
function isPreparedAlike(waiting: StepPreviewRequest, next: StepPreviewRequest): boolean {
  const keyOf = ({ parameters, moved }: StepPreviewRequest) => preparationKey(parameters, moved);
  return waiting.moved === next.moved && keyOf(waiting) === keyOf(next);
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
