/** What converted rows hold, counted while they are written: trainers stop at a column that is named and not there. */

/** How a trainer can learn from a row: plain answers, preference pairs, or labels. */
export const trainingStages = ['sft', 'dpo', 'kto'] as const;
export type TrainingStage = (typeof trainingStages)[number];

/** Counts over the rows of one converted file. */
export interface WrittenColumns {
  readonly rows: number;
  /** Rows per way of training; a trainer takes files of one only. */
  readonly stages: Readonly<Record<TrainingStage, number>>;
  /** Rows per top-level key. */
  readonly counts: Readonly<Record<string, number>>;
  /** Rows with a tool call or a tool's result. */
  readonly toolRows: number;
  /** Rows whose content is a list of parts, such as text and images. */
  readonly partRows: number;
}

const noStages: WrittenColumns['stages'] = { sft: 0, dpo: 0, kto: 0 };
const noColumns: WrittenColumns = { rows: 0, stages: noStages, counts: {}, toolRows: 0, partRows: 0 };

/** What a converted row is for. A pair with a label is a pair. */
export function stageOfRow(row: Readonly<Record<string, unknown>>): TrainingStage {
  if ('chosen' in row && 'rejected' in row) return 'dpo';
  return 'kto_tag' in row || 'label' in row ? 'kto' : 'sft';
}

/** The ways of training that the rows ask for, none where there are no rows. */
export function stagesIn({ stages }: WrittenColumns): TrainingStage[] {
  return trainingStages.filter((stage) => stages[stage] > 0);
}

/** Counts converted rows one by one. */
export class ColumnCounter {
  private readonly counts = new Map<string, number>();
  private readonly stages = { ...noStages };
  private rows = 0;
  private toolRows = 0;
  private partRows = 0;

  add(row: Readonly<Record<string, unknown>>): void {
    this.rows++;
    this.stages[stageOfRow(row)]++;
    for (const key of Object.keys(row)) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    const turns = turnsOf(row);
    if (turns.some(isToolTurn)) this.toolRows++;
    if (turns.some(({ content }) => Array.isArray(content))) this.partRows++;
  }

  /** The counts so far. */
  get columns(): WrittenColumns {
    const { rows, stages, toolRows, partRows } = this;
    return { rows, stages: { ...stages }, counts: Object.fromEntries(this.counts), toolRows, partRows };
  }
}

/** The columns of several files that are read as one dataset. */
export function joinColumns(parts: readonly WrittenColumns[]): WrittenColumns {
  return parts.reduce(
    (sum, part) => ({
      rows: sum.rows + part.rows,
      stages: {
        sft: sum.stages.sft + part.stages.sft,
        dpo: sum.stages.dpo + part.stages.dpo,
        kto: sum.stages.kto + part.stages.kto,
      },
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
