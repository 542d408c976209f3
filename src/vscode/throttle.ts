/** Runs the latest of many requests, at most once per interval; the first at once. */
export class Throttle {
  private timer: NodeJS.Timeout | null = null;
  private readonly waiting = new Map<string, () => void>();

  constructor(private readonly intervalMs: number) {}

  /** Requests of one name replace each other. */
  run(work: () => void, name = ''): void {
    if (this.timer !== null) {
      this.waiting.set(name, work);
      return;
    }
    work();
    this.timer = setTimeout(() => this.next(), this.intervalMs);
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.waiting.clear();
  }

  private next(): void {
    this.timer = null;
    const due = [...this.waiting.values()];
    this.waiting.clear();
    if (due.length === 0) return;
    for (const work of due) work();
    this.timer = setTimeout(() => this.next(), this.intervalMs);
  }
}
