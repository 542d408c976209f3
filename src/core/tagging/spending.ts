/**
 * The money of a run, counted by what the service reports. What is under way is reserved at the most that it can cost, so
 * that a budget is never exceeded; where reports exceed even that, what is still to come is reserved by their measure.
 */
import { costOf, type TokenPrice } from './runTally';
import type { TokenUsage } from './tagRecord';

export interface SpendingLimit {
  /** US dollars. */
  readonly maxCost: number;
  readonly price: TokenPrice;
}

/** To be called once when the answer is there: with what was reported, or without where nothing was paid. */
export type Release = (usage?: TokenUsage) => void;

export class Spending {
  promptTokens = 0;
  completionTokens = 0;
  private reserved = 0;
  private underWay = 0;
  private hasReport = false;
  /** Times what was thought to be the most. */
  private excess = 1;
  private change: Promise<void>;
  private onChange: () => void = () => undefined;

  /** Without a limit it only counts. */
  constructor(readonly limit: SpendingLimit | null) {
    this.change = this.nextChange();
  }

  /** Waits for what is under way where that may leave room; null where the money does not reach for this question. */
  async reserve(most: TokenUsage): Promise<Release | null> {
    while (!this.fits(most)) {
      if (this.underWay === 0) return null;
      await this.change;
    }
    const cost = this.mostCost(most);
    this.reserved += cost;
    this.underWay++;
    return (usage) => {
      this.reserved -= cost;
      this.underWay--;
      if (usage !== undefined) this.count(usage, most);
      this.onChange();
      this.change = this.nextChange();
    };
  }

  /** Before the first report nobody knows what a question costs: one is asked at a time. */
  private fits(most: TokenUsage): boolean {
    if (this.limit === null || this.limit.maxCost === Infinity) return true;
    if (!this.hasReport && this.underWay > 0) return false;
    return costOf(this, this.limit.price) + this.reserved + this.mostCost(most) <= this.limit.maxCost;
  }

  private mostCost(most: TokenUsage): number {
    return this.limit === null ? 0 : costOf(most, this.limit.price) * this.excess;
  }

  private count(usage: TokenUsage, most: TokenUsage): void {
    this.hasReport = true;
    this.promptTokens += usage.promptTokens;
    this.completionTokens += usage.completionTokens;
    if (this.limit === null) return;
    const expected = costOf(most, this.limit.price);
    if (expected > 0) this.excess = Math.max(this.excess, costOf(usage, this.limit.price) / expected);
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => (this.onChange = resolve));
  }
}
