/** Pages of the selection's preview, read on demand and kept until the selection changes; stale answers are dropped. */
import type { PreviewRow } from '../../../src/protocol/insights';

const pageSize = 100;

export type ReadPreview = (params: {
  readonly start: number;
  readonly count: number;
}) => Promise<{ readonly start: number; readonly rows: readonly PreviewRow[] }>;

export class PreviewPages {
  private generation = 0;
  private readonly pages = new Map<number, readonly PreviewRow[] | 'reading' | 'failed'>();

  constructor(
    private readonly read: ReadPreview,
    private readonly onDidRead: () => void,
  ) {}

  /** Forgets everything: another selection is shown. */
  reset(): void {
    this.generation++;
    this.pages.clear();
  }

  /** The row at a position, if it is there already; otherwise its page is asked for. */
  rowAt(position: number): PreviewRow | undefined {
    const page = Math.floor(position / pageSize);
    const rows = this.pages.get(page);
    if (rows === undefined) void this.readPage(page);
    return Array.isArray(rows) ? (rows as readonly PreviewRow[])[position - page * pageSize] : undefined;
  }

  hasFailed(): boolean {
    return [...this.pages.values()].includes('failed');
  }

  /** Asks again for pages that could not be read. */
  retry(): void {
    for (const [page, rows] of this.pages) if (rows === 'failed') this.pages.delete(page);
    this.onDidRead();
  }

  private async readPage(page: number): Promise<void> {
    const generation = this.generation;
    this.pages.set(page, 'reading');
    try {
      const answer = await this.read({ start: page * pageSize, count: pageSize });
      if (generation !== this.generation) return;
      this.pages.set(page, answer.rows);
    } catch {
      if (generation !== this.generation) return;
      this.pages.set(page, 'failed');
    }
    this.onDidRead();
  }
}
