/** The tagging run of one open dataset: at most one at a time, with what the status bar shows of it. */
import { Emitter } from '../../core/emitter';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { Tagger } from '../../core/tagging/tagRecord';
import type { TaggingStatus } from '../../protocol/datasetEditor';
import { startTagRun, type RunBudget, type RunProgress, type TagRun, type TagRunReport } from '../tagging/tagRun';
import type { DatasetSession } from './datasetSession';
import { tagTargets } from './tagTargets';

export interface TaggingRequest {
  readonly tagger: Tagger;
  /** Rows in the order to be tagged. */
  readonly rows: Iterable<number>;
  /** Queries left to tag, for the progress bar. */
  readonly total: number;
  /** Queries for which this holds are left out. */
  readonly isKnown: (hash: string) => boolean;
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

  /** Settles with the report when the run has ended, however it ended. */
  async start(request: TaggingRequest): Promise<TagRunReport> {
    if (this.run !== null) throw new Error('A tagging run is under way. Stop it first.');
    const { session } = this;
    const { tagger, budget, price, concurrency } = request;
    session.isTagging = true;
    const targets = tagTargets({
      dataset: session.dataset,
      decode: session.decode,
      mapping: session.mapping,
      rows: request.rows,
      isKnown: request.isKnown,
    });
    const run = startTagRun({
      tagger,
      queries: targets,
      total: request.total,
      journal: session.tags.journal,
      onProgress: (progress) => this.show(statusOf(progress, tagger.label, budget)),
      ...(budget === undefined ? {} : { budget }),
      ...(price === undefined ? {} : { price }),
      ...(concurrency === undefined ? {} : { concurrency }),
    });
    this.run = run;
    try {
      const report = await run.finished;
      this.show(endOf(report, tagger.label, budget));
      return report;
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

  private show(status: TaggingStatus | null): void {
    this.current = status;
    this.changes.fire(status);
  }
}

function statusOf(progress: RunProgress, tagger: string, budget: RunBudget | undefined): TaggingStatus {
  const { state, done, total, failed, ratePerSecond, cost } = progress;
  return {
    state,
    done,
    total: Math.max(total, done),
    failed,
    ratePerSecond,
    tagger,
    ...(cost > 0 ? { cost } : {}),
    ...(budget?.maxCost === undefined ? {} : { budget: budget.maxCost }),
  };
}

function endOf(report: TagRunReport, tagger: string, budget: RunBudget | undefined): TaggingStatus {
  const status = statusOf(report, tagger, budget);
  const state = report.ending === 'complete' ? 'done' : report.ending === 'cancelled' ? 'stopped' : 'failed';
  return { ...status, state, ...(report.message === undefined ? {} : { message: report.message }) };
}
