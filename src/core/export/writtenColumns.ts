/** What converted rows hold, counted while they are written: trainers stop at a column that is named and not there. */

/** Counts over the rows of one converted file. */
export interface WrittenColumns {
  readonly rows: number;
  /** Rows per top-level key. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rows with a tool call or a tool's result. */
  readonly toolRows: number;
  /** Rows whose content is a list of parts, such as text and images. */
  readonly partRows: number;
}

const noColumns: WrittenColumns = { rows: 0, counts: {}, toolRows: 0, partRows: 0 };

/** Counts converted rows one by one. */
export class ColumnCounter {
  private readonly counts = new Map<string, number>();
  private rows = 0;
  private toolRows = 0;
  private partRows = 0;

  add(row: Readonly<Record<string, unknown>>): void {
    this.rows++;
    for (const key of Object.keys(row)) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    const turns = turnsOf(row);
    if (turns.some(isToolTurn)) this.toolRows++;
    if (turns.some(({ content }) => Array.isArray(content))) this.partRows++;
  }

  /** The counts so far. */
  get columns(): WrittenColumns {
    const { rows, toolRows, partRows } = this;
    return { rows, counts: Object.fromEntries(this.counts), toolRows, partRows };
  }
}

/** The columns of several files that are read as one dataset. */
export function joinColumns(parts: readonly WrittenColumns[]): WrittenColumns {
  return parts.reduce(
    (sum, part) => ({
      rows: sum.rows + part.rows,
      counts: Object.entries(part.counts).reduce(
        (counts, [key, count]) => ({ ...counts, [key]: (counts[key] ?? 0) + count }),
        sum.counts,
      ),
      toolRows: sum.toolRows + part.toolRows,
      partRows: sum.partRows + part.partRows,
    }),
    noColumns,
  );
}

type WrittenTurn = Readonly<Record<string, unknown>>;

function turnsOf(row: Readonly<Record<string, unknown>>): readonly WrittenTurn[] {
  const turns = row['conversations'] ?? row['messages'];
  return Array.isArray(turns) ? (turns as WrittenTurn[]) : [];
}

function isToolTurn({ from, role, tool_calls: calls }: WrittenTurn): boolean {
  return from === 'function_call' || from === 'observation' || role === 'tool' || calls !== undefined;
}
