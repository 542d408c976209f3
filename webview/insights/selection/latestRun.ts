/**
 * Runs a job for the newest request only. One job at a time: while it runs, a newer request waits for it, so that a moving
 * slider shows intermediate answers; a job that has taken longer than `patienceMs` is cancelled in favour of the newer.
 */
import { CancelSource, isCancelled } from '../../../src/protocol/cancelSource';
import type { AbortSignalLike } from '../../../src/core/ports';

export interface LatestRunOptions<Request, Answer> {
  readonly run: (request: Request, signal: AbortSignalLike) => Promise<Answer>;
  readonly onAnswer: (answer: Answer, request: Request) => void;
  readonly onError: (error: Error) => void;
  /** The last job ended without an answer, and none waits. */
  readonly onDidStop?: () => void;
  /** Told when a job has run longer than `patienceMs` (true), and when it is over (false). */
  readonly onDidBecomeSlow: (isSlow: boolean) => void;
  readonly patienceMs: number;
}

export class LatestRun<Request, Answer> {
  private running: { readonly source: CancelSource; isSlow: boolean; isSuperseded: boolean } | null = null;
  private waiting: { readonly request: Request } | null = null;

  constructor(private readonly options: LatestRunOptions<Request, Answer>) {}

  request(request: Request): void {
    this.waiting = { request };
    if (this.running === null) void this.work();
    else if (this.running.isSlow || this.running.isSuperseded) this.running.source.cancel();
  }

  get isBusy(): boolean {
    return this.running !== null;
  }

  /** The running job has shown what it could; a newer request need not wait for the rest. */
  supersede(): void {
    if (this.running === null) return;
    this.running.isSuperseded = true;
    if (this.waiting !== null) this.running.source.cancel();
  }

  /** Ends what runs and forgets what waits. */
  stop(): void {
    this.waiting = null;
    this.running?.source.cancel();
  }

  private async work(): Promise<void> {
    while (this.waiting !== null) {
      const { request } = this.waiting;
      this.waiting = null;
      await this.runOne(request);
    }
  }

  private async runOne(request: Request): Promise<void> {
    const running = { source: new CancelSource(), isSlow: false, isSuperseded: false };
    this.running = running;
    let isAnswered = false;
    const timer = setTimeout(() => this.becomeSlow(running), this.options.patienceMs);
    try {
      const answer = await this.options.run(request, running.source);
      isAnswered = !running.source.aborted;
      if (isAnswered) this.options.onAnswer(answer, request);
    } catch (error) {
      if (!isCancelled(error)) this.options.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      clearTimeout(timer);
      this.running = null;
      if (running.isSlow) this.options.onDidBecomeSlow(false);
      if (!isAnswered && this.waiting === null) this.options.onDidStop?.();
    }
  }

  private becomeSlow(running: { readonly source: CancelSource; isSlow: boolean }): void {
    running.isSlow = true;
    if (this.waiting !== null) running.source.cancel();
    else this.options.onDidBecomeSlow(true);
  }
}
