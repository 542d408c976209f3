/** What refining takes, counted before anything is sent. Rows are read one by one and forgotten again. */
import { refineText, type Completion, type RefinementPrompt } from '../../core/select/refinement';
import type { JudgedText } from '../../core/select/tacosJudging';
import { breather } from '../jobs/breather';
import { openaiTokenCounter, sampledTokenCounter, type TokenCounter } from '../tagging/tokenEstimate';
import { refinableRowReader, type RowsRequest } from './refinableRows';
import { KeptReplies, questionKey } from './refiningJournal';

export interface RefiningRequest extends RowsRequest {
  readonly model: string;
  readonly journalPath: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The work before it is done. Memory O(open questions), a hash each. */
export interface RefiningPlan {
  readonly rowCount: number;
  readonly refinableCount: number;
  /** Why the first row that is not refined stays as it is. */
  readonly firstReason: string | null;
  /** Estimates for what is open. */
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** The first question that is open. */
  readonly firstPrompt: RefinementPrompt | null;
}

const critiqueTokens = 150;
const textsPerTokenSample = 1_600;

/** Reads every row and counts what is not answered yet. */
export async function planRefining(request: RefiningRequest): Promise<RefiningPlan> {
  const { rows, signal, onProgress } = request;
  const readRow = refinableRowReader(request);
  const known = await KeptReplies.read(request.journalPath, request.model);
  const questions = new OpenQuestions(known, sampledTokenCounter(await openaiTokenCounter(), textsPerTokenSample));
  const breathe = breather();
  let rowCount = 0;
  let refinableCount = 0;
  let firstReason: string | null = null;
  for (let at = 0; at < rows.length; at++) {
    signal?.throwIfAborted();
    const row = await readRow(rows[at]!);
    if (row !== null) rowCount++;
    if (row?.kind === 'text') {
      refinableCount++;
      await questions.count(row.text);
    } else firstReason ??= row?.reason ?? null;
    onProgress?.(at + 1, rows.length);
    await breathe();
  }
  const { totals, firstPrompt } = questions;
  return { rowCount, refinableCount, firstReason, ...totals, firstPrompt };
}

/** Walks through the questions of texts: a rewrite is taken to be as long as what it replaces. */
class OpenQuestions {
  readonly totals = { requests: 0, promptTokens: 0, completionTokens: 0 };
  firstPrompt: RefinementPrompt | null = null;
  /** Rows that say the same put one question. */
  private readonly counted = new Set<string>();

  constructor(
    private readonly known: KeptReplies,
    private readonly countTokens: TokenCounter,
  ) {}

  async count(text: JudgedText): Promise<void> {
    await refineText(text, (prompt) => this.replyTo(prompt, text));
  }

  private async replyTo(prompt: RefinementPrompt, text: JudgedText): Promise<Completion> {
    const question = questionKey(prompt);
    const reply = await this.known.find(question);
    if (reply !== null) return { kind: 'text', text: reply };
    if (!this.counted.has(question)) this.add(prompt, text);
    this.counted.add(question);
    return { kind: 'text', text: prompt.kind === 'critique' ? '…' : text[prompt.part] };
  }

  private add(prompt: RefinementPrompt, text: JudgedText): void {
    this.firstPrompt ??= prompt;
    this.totals.requests++;
    this.totals.promptTokens += this.countTokens(prompt.system + prompt.user);
    this.totals.completionTokens += prompt.kind === 'critique' ? critiqueTokens : this.countTokens(text[prompt.part]);
  }
}
