/**
 * The machinery of a run. One dispatcher takes jobs while the adaptive limit, the service's wishes and the budget allow;
 * each answer goes to the journal before it is counted. Nothing here can hang: every wait ends with an answer, a time or
 * the end of the run.
 */
import { randomUUID } from 'node:crypto';
import { AdaptiveLimit } from '../../core/tagging/adaptiveLimit';
import { RunTally } from '../../core/tagging/runTally';
import { randomOf } from '../../core/select/random';
import type { TaggerTrouble, TagOutcome, TagRecord, TagReply } from '../../core/tagging/tagRecord';
import { CancelSource } from '../../protocol/cancelSource';
import { retryDelayMs } from './retryDelay';
import { RunQueue, type Job } from './runQueue';
import { systemClock } from './systemClock';
import type { FailedQuery, RunProgress, TagRunOptions, TagRunReport } from './tagRun';
import { troubleStops } from './troubleStops';

/** A run begins with half of what is allowed, within these bounds. */
const firstLimit = { least: 16, most: 32 } as const;
const defaultAttempts = 6;
const progressEveryMs = 100;
/** Failures told one by one; the rest is only counted. */
const mostFailures = 10_000;

type Ending = Pick<TagRunReport, 'ending' | 'message' | 'trouble'>;

export class TagRunner {
  readonly id = randomUUID();
  private readonly clock;
  private readonly random: () => number;
  private readonly queue: RunQueue;
  private readonly limit: AdaptiveLimit;
  private readonly tally: RunTally;
  private readonly startedAt: number;
  private readonly abort = new CancelSource();
  private readonly failures: FailedQuery[] = [];
  private readonly stops = troubleStops();
  private inFlight = 0;
  private unwritten = 0;
  private notBefore = 0;
  private isPaused = false;
  private ending: Ending | null = null;
  private isDone = false;
  private lastProgressAt = -Infinity;
  private wake: () => void = () => undefined;

  constructor(private readonly options: TagRunOptions) {
    this.clock = options.clock ?? systemClock;
    const random = randomOf(options.seed ?? 1);
    this.random = () => random.next();
    this.queue = new RunQueue(options.queries, options.isKnown ?? (() => false));
    const maximum = Math.max(1, Math.min(options.concurrency ?? Infinity, options.tagger.maxConcurrency));
    const start = Math.max(firstLimit.least, Math.min(firstLimit.most, maximum / 2));
    this.limit = new AdaptiveLimit({ start: options.tagger.isRemote ? start : maximum, maximum });
    this.startedAt = this.clock.now();
    this.tally = new RunTally(options.price, this.startedAt);
  }

  get progress(): RunProgress {
    const { tagged, failed, done, requests, retries, repeated, promptTokens, completionTokens, cost } = this.tally;
    return {
      state: this.state(),
      done,
      total: Math.max(this.options.total ?? 0, this.queue.seenCount),
      tagged,
      failed,
      requests,
      retries,
      repeated,
      promptTokens,
      completionTokens,
      cost,
      ratePerSecond: this.tally.ratePerSecond(this.clock.now()),
      inFlight: this.inFlight,
      concurrency: this.limit.value,
    };
  }

  async run(): Promise<TagRunReport> {
    try {
      await this.dispatch();
    } catch (error) {
      this.end({ ending: 'trouble', message: `The queries could not be read: ${messageOf(error)}` });
    }
    await this.settle();
    await this.queue.close().catch(() => undefined);
    this.isDone = true;
    this.tellProgress(true);
    return this.report();
  }

  pause(): void {
    this.isPaused = true;
    this.changed();
  }

  resume(): void {
    this.isPaused = false;
    this.changed();
  }

  cancel(): void {
    this.end({ ending: 'cancelled', message: 'Cancelled. What was answered is kept; start again to go on.' });
    this.abort.cancel();
  }

  private async dispatch(): Promise<void> {
    while (this.ending === null) {
      const waitMs = this.waitMs();
      if (waitMs > 0) {
        await this.waitForChange(waitMs);
        continue;
      }
      const job = await this.queue.next(this.clock.now());
      if (job !== null) this.start(job);
      else if (this.inFlight === 0 && this.queue.isEmpty) return;
      else await this.waitForChange(this.queue.nextReadyAt - this.clock.now());
    }
  }

  /** How long nothing may be started: 0 where it may; Infinity until something happens. */
  private waitMs(): number {
    if (this.isPaused || this.isFull()) return Infinity;
    if (this.isBudgetSpent()) {
      if (this.inFlight === 0) this.endForBudget();
      return this.inFlight === 0 ? 0 : Infinity;
    }
    return Math.max(0, this.notBefore - this.clock.now());
  }

  /**
   * Answers that wait for the disk count as well, but for a quarter: they would be paid again after a crash, so a slow
   * disk slows the run instead of piling them up.
   */
  private isFull(): boolean {
    const limit = this.limit.value;
    const slack = Math.max(4, limit / 4);
    return this.inFlight >= limit || this.inFlight + this.unwritten >= limit + slack;
  }

  /** Requests under way count with the mean cost of those before. */
  private isBudgetSpent(): boolean {
    const { maxRequests = Infinity, maxCost = Infinity } = this.options.budget ?? {};
    const { requests, cost, costPerRequest } = this.tally;
    return requests + this.inFlight >= maxRequests || cost + (this.inFlight + 1) * costPerRequest > maxCost;
  }

  private endForBudget(): void {
    const { requests, cost } = this.tally;
    const spent = `${requests} requests${this.options.price === undefined ? '' : `, $${cost.toFixed(4)}`}`;
    this.end({ ending: 'budget', message: `The budget is used up (${spent}). Raise it and start again to go on.` });
  }

  private start(job: Job): void {
    if (this.ending !== null) return this.queue.retryAt(job, 0);
    this.inFlight++;
    const { hash } = job.target;
    if (job.attempts > 0) this.tally.retries++;
    else if (this.options.sentLog?.wasCutOff(hash) === true) this.tally.repeated++;
    this.options.sentLog?.sent(hash);
    void this.attempt(job).finally(() => {
      this.inFlight--;
      this.changed();
    });
  }

  private async attempt(job: Job): Promise<void> {
    const startedAt = this.clock.now();
    const answer = await this.ask(job);
    if (answer === null) return;
    this.tally.requests += answer.requests ?? 1;
    if (answer.kind === 'reply') {
      // A tagger on this machine answers later the more it is given, and is no slower for that.
      if (this.options.tagger.isRemote) this.limit.onReply(this.clock.now() - startedAt);
      this.stops.onReply();
      if (answer.waitMs !== undefined) this.holdFor(answer.waitMs);
      this.tally.addUsage(answer.usage);
      return this.land(job, answer.outcome, answer);
    }
    this.options.sentLog?.settled(job.target.hash);
    return this.onTrouble(job, answer, startedAt);
  }

  /** Null where the run was cancelled meanwhile. A tagger that throws is a failed query, not a failed run. */
  private async ask(job: Job): Promise<TagReply | TaggerTrouble | null> {
    try {
      return await this.options.tagger.tag(job.target.text, this.abort);
    } catch (error) {
      if (this.abort.aborted) return null;
      const message = `The tagger failed: ${messageOf(error)}`;
      return { kind: 'trouble', reason: 'serverError', message, isRetryable: false, stopsRun: false };
    }
  }

  private async onTrouble(job: Job, trouble: TaggerTrouble, startedAt: number): Promise<void> {
    const now = this.clock.now();
    if (trouble.reason === 'rateLimited') this.limit.onOverload(startedAt, now);
    else if (trouble.isRetryable) this.limit.onFailure(startedAt, now);
    if (trouble.retryAfterMs !== undefined && trouble.isRetryable) this.holdFor(trouble.retryAfterMs);
    if (trouble.stopsRun) return this.stopFor(job, trouble);
    const attempts = job.attempts + 1;
    if (trouble.isRetryable && attempts < (this.options.maxAttempts ?? defaultAttempts)) {
      const delayMs = Math.max(trouble.retryAfterMs ?? 0, retryDelayMs(attempts, this.random));
      return this.queue.retryAt({ target: job.target, attempts }, now + delayMs);
    }
    return this.giveUp(job, trouble);
  }

  /** What the service refuses for good is recorded; what may work another day is only listed. */
  private async giveUp(job: Job, trouble: TaggerTrouble): Promise<void> {
    if (trouble.reason === 'contentFilter' || trouble.reason === 'contextTooLong') {
      this.stops.onReply();
      return this.land(job, { kind: 'refused', message: trouble.message }, undefined);
    }
    if (this.stops.onFailure(trouble, this.limit.value)) return this.stopFor(job, trouble);
    this.tally.failed++;
    this.listFailure(job, trouble.message);
    this.tellProgress(false);
  }

  private stopFor(job: Job, trouble: TaggerTrouble): void {
    this.queue.retryAt(job, 0);
    this.end({ ending: 'trouble', message: trouble.message, trouble });
  }

  private async land(job: Job, outcome: TagOutcome, reply: TagReply | undefined): Promise<void> {
    const record: TagRecord = {
      query: job.target.hash,
      ...this.options.tagger.identity,
      time: new Date(this.clock.now()).toISOString(),
      run: this.id,
      outcome,
      ...(reply?.usage === undefined ? {} : { usage: reply.usage }),
    };
    this.unwritten++;
    void this.write(record, job).finally(() => {
      this.unwritten--;
      this.changed();
    });
  }

  private async write(record: TagRecord, job: Job): Promise<void> {
    try {
      await this.options.journal.append([record]);
    } catch (error) {
      this.end({ ending: 'journal', message: messageOf(error) });
      return;
    }
    this.options.sentLog?.settled(record.query);
    if (record.outcome.kind === 'tagged') this.tally.tagged++;
    else {
      this.tally.failed++;
      this.listFailure(job, record.outcome.message);
    }
    this.options.onDidLand?.([record]);
    this.tellProgress(false);
  }

  private listFailure(job: Job, message: string): void {
    if (this.failures.length < mostFailures) this.failures.push({ hash: job.target.hash, message });
  }

  private holdFor(waitMs: number): void {
    this.notBefore = Math.max(this.notBefore, this.clock.now() + waitMs);
  }

  private end(ending: Ending): void {
    this.ending ??= ending;
    this.changed();
  }

  /** Lets what is under way finish and reach the journal. */
  private async settle(): Promise<void> {
    while (this.inFlight > 0 || this.unwritten > 0) await this.waitForChange(Infinity);
  }

  private changed(): void {
    this.wake();
  }

  /** Ends with the next change, or after `waitMs`. */
  private async waitForChange(waitMs: number): Promise<void> {
    const change = new Promise<void>((resolve) => (this.wake = resolve));
    if (!Number.isFinite(waitMs)) return change;
    const timer = new CancelSource();
    const time = this.clock.sleep(Math.max(0, waitMs), timer);
    await Promise.race([change, time.catch(() => undefined)]);
    timer.cancel();
  }

  private tellProgress(isLast: boolean): void {
    const now = this.clock.now();
    if (!isLast && now - this.lastProgressAt < progressEveryMs) return;
    this.lastProgressAt = now;
    this.options.onProgress?.(this.progress);
  }

  private state(): RunProgress['state'] {
    if (this.isDone) return this.ending === null ? 'done' : 'stopped';
    if (this.ending !== null) return 'stopping';
    return this.isPaused ? 'paused' : 'running';
  }

  private report(): TagRunReport {
    const seconds = (this.clock.now() - this.startedAt) / 1000;
    const ending: Ending = this.ending ?? { ending: 'complete' };
    return { ...this.progress, run: this.id, seconds, ...ending, failures: this.failures };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
