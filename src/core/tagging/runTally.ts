/** What a tagging run has done so far, and what it cost. */
import type { TokenUsage } from './tagRecord';

/** Price in US dollars per million tokens. */
export interface TokenPrice {
  readonly promptPerMillion: number;
  readonly completionPerMillion: number;
}

export function costOf(usage: TokenUsage, price: TokenPrice): number {
  return (usage.promptTokens * price.promptPerMillion + usage.completionTokens * price.completionPerMillion) / 1e6;
}

const rateWindowMs = 10_000;

/** Counters of a run; the rate is over the last ten seconds. */
export class RunTally {
  tagged = 0;
  failed = 0;
  requests = 0;
  retries = 0;
  repeated = 0;
  promptTokens = 0;
  completionTokens = 0;
  private usageCount = 0;
  private samples: { readonly at: number; readonly done: number }[] = [];

  constructor(
    private readonly price: TokenPrice | undefined,
    startedAt: number,
  ) {
    this.samples.push({ at: startedAt, done: 0 });
  }

  get done(): number {
    return this.tagged + this.failed;
  }

  get cost(): number {
    return this.price === undefined ? 0 : costOf(this, this.price);
  }

  /** Mean cost of the requests that told their usage; 0 before the first. */
  get costPerRequest(): number {
    return this.usageCount === 0 ? 0 : this.cost / this.usageCount;
  }

  addUsage(usage: TokenUsage | undefined): void {
    if (usage === undefined) return;
    this.usageCount++;
    this.promptTokens += usage.promptTokens;
    this.completionTokens += usage.completionTokens;
  }

  ratePerSecond(now: number): number {
    this.samples.push({ at: now, done: this.done });
    while (this.samples.length > 2 && now - this.samples[1]!.at >= rateWindowMs) this.samples.shift();
    const first = this.samples[0]!;
    return now === first.at ? 0 : ((this.done - first.done) * 1000) / (now - first.at);
  }
}
