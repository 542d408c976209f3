/**
 * How many requests may be under way: doubles while latency holds (slow start), then creeps up; halves on overload
 * (additive increase, multiplicative decrease, as TCP Reno does); shrinks a little when latency swells. O(1) per reply.
 */
export interface AdaptiveLimitOptions {
  readonly start: number;
  readonly maximum: number;
}

const tolerable = 1.6;
const swollen = 3;
const fewestFailures = 4;
/** The best latency is forgotten slowly, so that a service that became slower for good is not mistaken for an overload. */
const forgetting = 1.02;

export class AdaptiveLimit {
  private limit: number;
  private isSlowStart = true;
  private bestLatencyMs = Infinity;
  private windowCount = 0;
  private windowLatencyMs = 0;
  private windowFailures = 0;
  private halvedAt = -Infinity;

  constructor(private readonly options: AdaptiveLimitOptions) {
    this.limit = Math.max(1, Math.min(options.start, options.maximum));
  }

  get value(): number {
    return Math.floor(this.limit);
  }

  /** A reply that came; a window is as many of them as the limit allows at once. */
  onReply(latencyMs: number): void {
    this.windowCount++;
    this.windowLatencyMs += latencyMs;
    if (this.windowCount >= this.limit) this.endWindow();
  }

  /** A failure that may be chance; many of them within a window are an overload. */
  onFailure(startedAt: number, now: number): void {
    this.windowFailures++;
    if (this.windowFailures >= Math.max(fewestFailures, this.limit / 2)) this.onOverload(startedAt, now);
  }

  /** 429; requests that began before the last halving do not halve again. */
  onOverload(startedAt: number, now: number): void {
    this.isSlowStart = false;
    if (startedAt < this.halvedAt) return;
    this.halvedAt = now;
    this.limit = Math.max(1, this.limit / 2);
    this.startWindow();
  }

  private endWindow(): void {
    const latencyMs = Math.max(1, this.windowLatencyMs / this.windowCount);
    this.bestLatencyMs = Math.min(this.bestLatencyMs * forgetting, latencyMs);
    if (latencyMs <= this.bestLatencyMs * tolerable) this.grow();
    else this.shrink(latencyMs);
    this.startWindow();
  }

  private grow(): void {
    const grown = this.isSlowStart ? this.limit * 2 : this.limit + Math.max(1, this.limit / 10);
    this.limit = Math.min(this.options.maximum, grown);
  }

  private shrink(latencyMs: number): void {
    this.isSlowStart = false;
    if (latencyMs > this.bestLatencyMs * swollen) this.limit = Math.max(1, this.limit * 0.8);
  }

  private startWindow(): void {
    this.windowCount = 0;
    this.windowLatencyMs = 0;
    this.windowFailures = 0;
  }
}
