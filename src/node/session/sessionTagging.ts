/** The tagging run of one open dataset: at most one at a time, with what the status bar shows of it. */
import { Emitter } from '../../core/emitter';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { Tagger } from '../../core/tagging/tagRecord';
import type { TaggingStatus } from '../../protocol/datasetEditor';
import { acquireRunLease } from '../tagging/runLease';
import type { TagJournal } from '../tagging/tagJournal';
import { openSentLog, type SentLog } from '../tagging/sentLog';
import { startTagRun, type RunBudget, type RunProgress, type TagRun, type TagRunReport } from '../tagging/tagRun';
import type { DatasetSession } from './datasetSession';
import type { LeftOut } from './taggingScope';
import { firstTargets, tagTargets } from './tagTargets';

export interface TaggingRequest {
  readonly tagger: Tagger;
  /** Rows in the order to be tagged. */
  readonly rows: Iterable<number>;
  /** Queries left to tag, for the progress bar. */
  readonly total: number;
  /** Queries for which this holds are left out; asked again before each request. */
  readonly isLeftOut: LeftOut;
  /** At most so many queries. */
  readonly limit?: number;
  /** Keeps other windows from running a tagger on the dataset at the same time. */
  readonly isExclusive: boolean;
  readonly budget?: RunBudget;
  readonly price?: TokenPrice;
  readonly concurrency?: number;
}

export class SessionTagging {
  private readonly changes = new Emitter<TaggingStatus | null>();
  readonly onDidChange = this.changes.event;
  private current: TaggingStatus | null = null;
  private run: TagRun | null = null;

  constructor(private readonly session: DatasetSession) {}

  get status(): TaggingStatus | null {
    return this.current;
  }

  get isRunning(): boolean {
    return this.run !== null;
  }

  /** Shows that the tagger is being loaded. */
  announce(tagger: string): void {
    this.show({ state: 'loading', done: 0, total: 0, failed: 0, ratePerSecond: 0, tagger });
  }

  /** Shows why no run could start. */
  refuse(tagger: string, message: string): void {
    this.show({ state: 'failed', done: 0, total: 0, failed: 0, ratePerSecond: 0, tagger, message });
  }

  /**
   * Settles with the report when the run has ended, however it ended. Rejects, naming the owner, while another window
   * tags the dataset, and where the journal cannot be used.
   */
  async start(request: TaggingRequest): Promise<TagRunReport> {
    const { session } = this;
    const { journal } = session.tags;
    if (session.isTagging) throw new Error('A tagging run is under way. Stop it first.');
    if (journal.problem !== undefined) throw new Error(journal.problem);
    session.isTagging = true;
    try {
      const lease = request.isExclusive ? await acquireRunLease(journal.path) : null;
      try {
        return await this.runWith(request, journal);
      } finally {
        await lease?.release();
      }
    } finally {
      this.run = null;
      session.isTagging = false;
      session.normalization.schedule();
      session.notifyTagging();
    }
  }

  pause(): void {
    this.run?.pause();
  }

  resume(): void {
    this.run?.resume();
  }

  stop(): void {
    this.run?.cancel();
  }

  /** Takes the bar of an ended run away. */
  dismiss(): void {
    if (this.run === null) this.show(null);
  }

  private async runWith(request: TaggingRequest, journal: TagJournal): Promise<TagRunReport> {
    const { isExclusive, tagger } = request;
    const sentLog = isExclusive && tagger.isRemote ? openSentLog(journal, tagger.identity) : undefined;
    try {
      return await this.follow(this.begin(request, sentLog), request);
    } finally {
      sentLog?.close();
    }
  }

  private begin(request: TaggingRequest, sentLog: SentLog | undefined): TagRun {
    const { session } = this;
    const { tagger, rows, isLeftOut, budget, price, concurrency } = request;
    const { dataset, decode, mapping } = session;
    const targets = tagTargets({ dataset, decode, mapping, rows, isKnown: isLeftOut });
    const run = startTagRun({
      tagger,
      queries: firstTargets(targets, request.limit ?? Infinity),
      total: request.total,
      isKnown: isLeftOut,
      journal: session.tags.journal,
      sentLog,
      onProgress: (progress) => this.show(statusOf(progress, tagger.label, budget)),
      ...(budget === undefined ? {} : { budget }),
      ...(price === undefined ? {} : { price }),
      ...(concurrency === undefined ? {} : { concurrency }),
    });
    this.run = run;
    return run;
  }

  private async follow(run: TagRun, { tagger, budget }: TaggingRequest): Promise<TagRunReport> {
    const report = await run.finished;
    this.show(endOf(report, tagger.label, budget));
    return report;
  }

  private show(status: TaggingStatus | null): void {
    this.current = status;
    this.changes.fire(status);
  }
}

function statusOf(progress: RunProgress, tagger: string, budget: RunBudget | undefined): TaggingStatus {
  const { state, done, total, failed, repeated, ratePerSecond, cost } = progress;
  return {
    state,
    done,
    total: Math.max(total, done),
    failed,
    ratePerSecond,
    tagger,
    ...(repeated > 0 ? { repeated } : {}),
    ...(cost > 0 ? { cost } : {}),
    ...(budget?.maxCost === undefined ? {} : { budget: budget.maxCost }),
  };
}

function endOf(report: TagRunReport, tagger: string, budget: RunBudget | undefined): TaggingStatus {
  const status = statusOf(report, tagger, budget);
  const state = report.ending === 'complete' ? 'done' : report.ending === 'cancelled' ? 'stopped' : 'failed';
  return { ...status, state, ...(report.message === undefined ? {} : { message: report.message }) };
}
