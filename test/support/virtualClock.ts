/** A clock whose time passes only when nothing else is left to do, so that tests of waits take no time. */
import type { AbortSignalLike, Clock } from '../../src/core/ports';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private sleepers: Sleeper[] = [];
  private isTicking = false;

  now(): number {
    return this.time;
  }

  sleep(delayMs: number, signal?: AbortSignalLike): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(new DOMException('Aborted', 'AbortError'));
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const sleeper: Sleeper = { until: this.time + delayMs, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', giveUp);
      this.tick();
    });
  }

  private tick(): void {
    if (this.isTicking) return;
    this.isTicking = true;
    setImmediate(() => {
      this.isTicking = false;
      const until = Math.min(...this.sleepers.map((sleeper) => sleeper.until));
      if (!Number.isFinite(until)) return;
      this.time = Math.max(this.time, until);
      const due = this.sleepers.filter((sleeper) => sleeper.until <= this.time);
      this.sleepers = this.sleepers.filter((sleeper) => sleeper.until > this.time);
      for (const sleeper of due) sleeper.wake();
      if (this.sleepers.length > 0) this.tick();
    });
  }
}
