/** The selection in force for a dataset: which rows, in which order, and why each, in words. */
import { whyOf, type Selection } from '../../core/select/selector';
import type { SelectionSettings, SelectionSummary } from '../../protocol/insights';

const notSelected = 0xffffffff;

export class CurrentSelection {
  private rankOfRow: Uint32Array | null = null;

  constructor(
    readonly selection: Selection,
    readonly summary: SelectionSummary,
    private readonly tagNames: readonly string[],
    /** The words of a file that the selection was read from. */
    private readonly savedWhy?: readonly string[],
  ) {}

  get settings(): SelectionSettings {
    return this.summary.settings;
  }

  /** Rank of each row, from 1; 0xffffffff where it was not taken. */
  ranks(rowCount: number): Uint32Array {
    if (this.rankOfRow?.length !== rowCount) {
      this.rankOfRow = new Uint32Array(rowCount).fill(notSelected);
      this.selection.rows.forEach((row, position) => (this.rankOfRow![row] = position + 1));
    }
    return this.rankOfRow;
  }

  rankOf(row: number): number | undefined {
    const rank = this.ranks(Math.max(this.rankOfRow?.length ?? 0, row + 1))[row];
    return rank === notSelected ? undefined : rank;
  }

  /** `round 1 · first with: kernel trick, svm`. */
  whyAt(position: number): string {
    const saved = this.savedWhy?.[position];
    if (saved) return saved;
    const { reason, round, score, admittedBy } = whyOf(this.selection, position);
    if (reason === 'pinnedRow') return 'pinned';
    if (reason === 'padding') return 'padding: the selector had no more rows';
    const names = admittedBy.slice(0, 4).map((id) => this.tagNames[id]!);
    const more = admittedBy.length > names.length ? `, +${admittedBy.length - names.length}` : '';
    const parts = [
      reason === 'pinnedTag' ? 'for a pinned tag' : null,
      round === undefined ? null : `round ${round}`,
      names.length === 0 ? null : `first with: ${names.join(', ')}${more}`,
      score === undefined ? null : `score ${Number(score.toPrecision(4))}`,
    ].filter((part) => part !== null);
    return parts.length === 0 ? `draw ${position + 1}` : parts.join(' · ');
  }

  whyOfRow(row: number): string | undefined {
    const rank = this.rankOf(row);
    return rank === undefined ? undefined : `${rank.toLocaleString('en-US')}. ${this.whyAt(rank - 1)}`;
  }
}
