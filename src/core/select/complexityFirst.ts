/**
 * Complexity-first diverse sampling: Algorithm 1 of InsTag (arXiv 2308.07074). Rows are sorted by number of tags,
 * descending, ties by row number; every round starts with nothing covered and takes, in that order, each remaining row
 * that has a tag not yet covered. It ends when n rows are taken or a round takes none: rows without tags never are.
 *
 * The first rounds scan all remaining rows, as the method writes it: O(tags of the remaining rows) each, and for most n
 * they are all there is. Later rounds take few rows of many; there each tag keeps a pointer to the first remaining row
 * that carries it. A row before the scan's position that remains has all its tags covered, so the next row that a scan
 * would take is the smallest pointer among uncovered tags, and a heap gives it. Every tag that still occurs gets a row
 * of its own in each round, so all these rounds together cost at most one pop per occurrence: time
 * O(occurrences · log tags) for the whole order, memory O(occurrences). Equality with the plain form is tested.
 */
import { ScanRounds } from './scanRounds';
import type { Selector } from './selectorRun';
import { checkIn } from './selectorRun';
import { TagRounds } from './tagRounds';

/** Rounds that scan rows before tags take over. */
const scannedRounds = 4;

export const complexityFirst: Selector = {
  name: 'complexity-first',
  title: 'InsTag complexity-first',
  summary: 'Rows with the most tags first, each adding a tag that its round does not have yet.',
  source: 'InsTag (arXiv 2308.07074), Algorithm 1',
  isPrefixStable: true,
  run: (run) => {
    const { picks, candidates } = run;
    const scan = new ScanRounds(run);
    let tags: TagRounds | null = null;
    for (let round = 1; ; round++) {
      checkIn(run);
      const before = picks.size;
      if (round <= scannedRounds) scan.run(round);
      else (tags ??= new TagRounds(run, scan.remaining)).run(round);
      if (picks.isFull) return round;
      // A last round that found nothing among the rows left is counted, as in the paper's loop.
      if (picks.size === before) return candidates.every((row) => picks.isTaken(row)) ? round - 1 : round;
    }
  },
};
