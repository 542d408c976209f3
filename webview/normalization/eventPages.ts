/** Drops and merges of the audit, read in pages; answers to an older question are dropped. Memory is bounded by the audit's size. */
import type { AuditEvent, NormalizationHost, StepName } from '../../src/protocol/normalization';

const pageSize = 100;

export interface EventQuestion {
  readonly step: StepName | 'all';
  readonly text: string;
}

export interface EventPagesOptions {
  readonly readEvents: NormalizationHost['readEvents'];
  readonly onDidChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class EventPages {
  private question: EventQuestion = { step: 'all', text: '' };
  private generation = 0;
  private known = -1;
  private readonly pages = new Map<number, readonly AuditEvent[]>();
  private readonly asked = new Set<number>();

  constructor(private readonly options: EventPagesOptions) {}

  /** Events in all, or -1 while that is not known. */
  get total(): number {
    return this.known;
  }

  /** Asks anew: another step or text, or the same after something was decided. What is shown stays until the answer is here. */
  ask(question: EventQuestion): void {
    this.question = question;
    this.generation += 1;
    this.asked.clear();
    void this.load(0);
  }

  at(index: number): AuditEvent | undefined {
    return this.pages.get(Math.floor(index / pageSize))?.[index % pageSize];
  }

  want(first: number, end: number): void {
    for (let page = Math.floor(first / pageSize); page * pageSize < Math.min(end, this.known); page++) {
      if (!this.asked.has(page)) void this.load(page);
    }
  }

  private async load(page: number): Promise<void> {
    const { generation } = this;
    const isFirst = this.asked.size === 0;
    this.asked.add(page);
    try {
      const answer = await this.options.readEvents({ ...this.question, start: page * pageSize, count: pageSize });
      if (generation !== this.generation) return;
      if (isFirst) this.pages.clear();
      this.known = answer.total;
      this.pages.set(page, answer.events);
      this.options.onDidChange();
    } catch (error) {
      if (generation === this.generation) this.options.onError(error);
    }
  }
}
