/**
 * Scores of a session's rows by a judge model. The verdicts beside the dataset are the store: a plan says which
 * questions there are and which are answered, and scores are the means of the answers.
 */
import { judgedText } from '../../core/select/judgedText';
import type { JudgingChoice } from '../../core/select/judgingChoice';
import type { SelectionConstraints, SelectionData, SelectionRequest } from '../../core/select/selector';
import { scoresOfRows, type JudgedText } from '../../core/select/tacosJudging';
import { runJob } from '../jobs/runJob';
import { planJudging, type JudgingPlan, type JudgingRequest } from '../judging/judgeSelection';
import { judgesOf, judgingJournalPath } from '../judging/judgingJournal';
import type { DatasetSession } from './datasetSession';

export interface JudgedRequest {
  readonly choice: JudgingChoice;
  readonly seed: number;
  readonly constraints?: SelectionConstraints;
}

export interface JudgingWork {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface KnownScores {
  /** NaN where a row has no answer. */
  readonly values: Float64Array;
}

interface Kept {
  readonly tagIds: Uint32Array;
  readonly key: string;
  readonly scores: Promise<KnownScores>;
}

export class JudgedScores {
  private kept: Kept | null = null;
  /** Changes with every new verdict. */
  version = 0;
  private names: readonly string[] | null = null;

  constructor(
    private readonly session: Pick<DatasetSession, 'path' | 'readOne'>,
    private readonly distFolder: string,
  ) {}

  get journalPath(): string {
    return judgingJournalPath(this.session.path);
  }

  /** What a run reads and writes. */
  requestOf(data: SelectionData, { choice, seed, constraints }: JudgedRequest, work: JudgingWork = {}): JudgingRequest {
    const { judge, mode, clustering } = choice;
    const request: SelectionRequest = {
      method: 'tacos',
      count: 1,
      seed,
      ...(constraints === undefined ? {} : { constraints: { ...constraints, quotas: [], pinnedRows: [] } }),
      parameters: { tacos: { clustering } },
    };
    return { data, request, mode, judge, journalPath: this.journalPath, readText: (row) => this.textOf(row), ...work };
  }

  /** Counts what is to be asked; clusters are found on a thread. */
  async plan(
    data: SelectionData,
    request: JudgedRequest,
    work: JudgingWork = {},
  ): Promise<JudgingPlan | { readonly problems: readonly string[] }> {
    const options = this.requestOf(data, request, work);
    const { tacosPlan } = await runJob(
      'measure',
      { data, tacosPlan: options.request },
      { distFolder: this.distFolder, signal: work.signal },
    );
    if (tacosPlan !== undefined && 'problems' in tacosPlan) return tacosPlan;
    return planJudging({ ...options, plan: tacosPlan });
  }

  /** The scores that the verdicts so far give; nothing is asked. */
  scores(data: SelectionData, request: JudgedRequest, work?: JudgingWork): Promise<KnownScores> {
    const key = JSON.stringify(request);
    const { tagIds } = data.tags;
    if (this.kept?.tagIds === tagIds && this.kept.key === key) return this.kept.scores;
    const scores = this.read(data, request, work);
    const kept = { tagIds, key, scores };
    this.kept = kept;
    scores.catch(() => {
      if (this.kept === kept) this.kept = null;
    });
    return scores;
  }

  /** Verdicts were added. */
  forget(): void {
    this.kept = null;
    this.names = null;
    this.version++;
  }

  /** Judges that gave scores to single rows. */
  async judges(): Promise<readonly string[]> {
    this.names ??= await judgesOf(this.journalPath);
    return this.names;
  }

  private async read(data: SelectionData, request: JudgedRequest, work?: JudgingWork): Promise<KnownScores> {
    const plan = await this.plan(data, request, work);
    if ('problems' in plan) throw new Error(plan.problems.join(' '));
    const values = scoresOfRows(plan.tasks, plan.known, data.tags.offsets.length - 1);
    return { values };
  }

  private async textOf(row: number): Promise<JudgedText> {
    const found = await this.session.readOne(row);
    return found?.read.kind === 'row' ? judgedText(found.read.conversation) : { query: '', answer: '' };
  }
}
