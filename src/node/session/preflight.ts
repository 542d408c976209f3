/** What a run would take, counted on a sample of its queries before anything is sent. */
import { estimateRun, type RunEstimate } from '../../core/tagging/costEstimate';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { TagRunReport, TagTarget } from '../tagging/tagRun';
import type { TokenCounter } from '../tagging/tokenEstimate';

/** How fast a tagger was, and how long its replies were, in an earlier run. */
export interface RunPace {
  readonly queriesPerSecond: number;
  readonly replyTokens?: number;
}

export interface PreflightRequest {
  readonly queryCount: number;
  readonly targets: AsyncIterable<TagTarget>;
  /** The whole text that is sent for a query. */
  readonly promptOf: (query: string) => string;
  readonly openCounter: () => Promise<TokenCounter>;
  readonly price?: TokenPrice | undefined;
  readonly pace?: RunPace | undefined;
}

/** Queries whose tokens are counted; the rest is taken to be like them. */
const sampleSize = 200;

export async function preflight(request: PreflightRequest): Promise<RunEstimate> {
  const { queryCount, price, pace } = request;
  const count = await request.openCounter();
  const samplePromptTokens: number[] = [];
  for await (const { text } of request.targets) {
    samplePromptTokens.push(count(request.promptOf(text)));
    if (samplePromptTokens.length >= sampleSize) break;
  }
  return estimateRun({
    queryCount,
    samplePromptTokens,
    price,
    replyTokens: pace?.replyTokens,
    pace: pace === undefined ? undefined : { secondsPerRequest: 1 / pace.queriesPerSecond, concurrency: 1 },
  });
}

/** The pace of a run that has ended; undefined where it tells nothing. */
export function paceOf(report: TagRunReport): RunPace | undefined {
  if (report.done === 0 || report.seconds <= 0) return undefined;
  const queriesPerSecond = report.done / report.seconds;
  const answered = report.tagged;
  if (report.completionTokens === 0 || answered === 0) return { queriesPerSecond };
  return { queriesPerSecond, replyTokens: report.completionTokens / answered };
}
