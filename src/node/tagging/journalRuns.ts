/** Which runs a journal holds. */
import type { TagRecord } from '../../core/tagging/tagRecord';
import type { RunSummary } from './tagJournal';

export class JournalRuns {
  private readonly summaryOf = new Map<string, RunSummary>();
  private readonly undone = new Set<string>();
  /** The latest time of any record, below which no new one is written (clocks go backwards). */
  latestTime = '';

  get summaries(): readonly RunSummary[] {
    return [...this.summaryOf.values()].map((run) => ({ ...run, isUndone: this.undone.has(run.run) }));
  }

  count(record: TagRecord): void {
    const known = this.summaryOf.get(record.run);
    const { run, tagger, model, promptHash, time } = record;
    if (time > this.latestTime) this.latestTime = time;
    this.summaryOf.set(run, {
      run,
      tagger,
      model,
      promptHash,
      recordCount: (known?.recordCount ?? 0) + 1,
      firstTime: known?.firstTime ?? time,
      lastTime: time,
      isUndone: false,
    });
  }

  /** Returns whether records that were counted before are no longer in force. */
  undo(run: string): boolean {
    this.undone.add(run);
    return this.summaryOf.has(run);
  }

  /** Knows which runs are undone and nothing else. */
  onlyUndone(): JournalRuns {
    const runs = new JournalRuns();
    for (const run of this.undone) runs.undone.add(run);
    return runs;
  }

  isUndone(run: string): boolean {
    return this.undone.has(run);
  }
}
