/**
 * Greedy maximum coverage (Nemhauser, Wolsey and Fisher 1978): always the row with the most tags not yet covered, ties
 * by row number. Once nothing new is left, covered is emptied and the next round begins, as in Algorithm 1. Gains are
 * kept exact through the inverted index. They only shrink within a round, so one pass over the rows per gain, from the
 * largest down, meets every row in its turn: a row that was passed over cannot come up to that gain again.
 * Time O(occurrences + rows · tags of the largest row) per round, memory O(occurrences).
 */
import type { Selector, SelectorRun } from './selectorRun';
import { checkIn } from './selectorRun';
import { invert, tagCountOf, type TagIndex } from './tagIndex';

export const maxCoverage: Selector = {
  name: 'max-coverage',
  title: 'Greedy max coverage',
  summary: 'Always the row that adds the most tags that are not covered yet.',
  source: 'Greedy maximum coverage (Nemhauser et al. 1978)',
  isPrefixStable: true,
  run: (run) => {
    const rounds = new CoverageRounds(run);
    for (let round = 1; ; round++) {
      const before = run.picks.size;
      rounds.run(round);
      if (run.picks.isFull) return round;
      if (run.picks.size === before) return round - 1;
    }
  },
};

class CoverageRounds {
  /** Rows with tags that may still be taken, ascending; and those that were there when the index was made. */
  private remaining: Uint32Array;
  private indexed: Uint32Array;
  private index: TagIndex;
  /** Uncovered tags of the indexed rows; 0 or less for rows out of the game. */
  private gains: Int32Array;
  private readonly coveredIn: Int32Array;

  constructor(private readonly rows: SelectorRun) {
    const { data, candidates, picks } = rows;
    this.coveredIn = new Int32Array(data.tagNames.length);
    this.remaining = candidates.filter((row) => !picks.isTaken(row) && tagCountOf(data.tags, row) > 0);
    this.indexed = this.remaining;
    this.index = invert(data.tags, data.tagNames.length, this.indexed);
    this.gains = new Int32Array(this.indexed.length);
  }

  run(round: number): void {
    if (round > 1) this.forgetTaken();
    this.startRound();
    if (round === 1) for (const row of this.rows.picks.taken) this.cover(row, round);
    for (let gain = this.largestGain(); gain > 0 && !this.rows.picks.isFull; gain--) this.takeAt(gain, round);
  }

  private forgetTaken(): void {
    const { picks, data } = this.rows;
    this.remaining = this.remaining.filter((row) => picks.canTake(row));
    if (2 * this.remaining.length > this.indexed.length) return;
    this.indexed = this.remaining;
    this.index = invert(data.tags, data.tagNames.length, this.indexed);
    this.gains = new Int32Array(this.indexed.length);
  }

  private startRound(): void {
    const { indexed, remaining, gains } = this;
    gains.fill(0);
    let position = 0;
    for (const row of remaining) {
      while (indexed[position] !== row) position++;
      gains[position] = tagCountOf(this.rows.data.tags, row);
    }
  }

  private largestGain(): number {
    let largest = 0;
    for (let position = 0; position < this.gains.length; position++) {
      if (this.gains[position]! > largest) largest = this.gains[position]!;
    }
    return largest;
  }

  private takeAt(gain: number, round: number): void {
    const { gains, indexed } = this;
    const { picks } = this.rows;
    for (let position = 0; position < gains.length; position++) {
      if (gains[position] !== gain) continue;
      gains[position] = 0;
      const row = indexed[position]!;
      if (!picks.canTake(row)) continue;
      picks.take(row, 'selector', { round, score: gain, admittedBy: this.cover(row, round) });
      if (picks.size % 1024 === 0) checkIn(this.rows);
      if (picks.isFull) return;
    }
  }

  /** Covers the row's tags, lowers the gains of the rows that share them, and returns those that were new. */
  private cover(row: number, round: number): number[] {
    const { offsets, tagIds } = this.rows.data.tags;
    const { coveredIn, gains } = this;
    const fresh: number[] = [];
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const tag = tagIds[at]!;
      if (coveredIn[tag] === round) continue;
      coveredIn[tag] = round;
      fresh.push(tag);
      const end = this.index.offsets[tag + 1]!;
      for (let entry = this.index.offsets[tag]!; entry < end; entry++) gains[this.index.rows[entry]!]!--;
    }
    return fresh;
  }
}
