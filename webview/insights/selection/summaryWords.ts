/** A selection in one sentence: `6,000 rows · coverage 100 % · mean tags 16.56 · longer than the data by 31 %`. */
import type { SelectionSummary } from '../../../src/protocol/insights';
import { formatCount, formatDecimal, formatPercent } from '../../shared/format';
import { decimalText, elapsedText } from '../figures';
import type { Words } from '../words/english';

export function summaryWords(selection: SelectionSummary, words: Words): string {
  const parts = [
    words.rowsTaken(formatCount(selection.selected)),
    words.coverageOf(formatPercent(selection.coverage)),
    words.meanTagsOf(formatDecimal(selection.meanTags, 2)),
    ...(selection.meanQuality === undefined ? [] : [words.meanQualityOf(decimalText(selection.meanQuality))]),
    lengthWords(selection.lengthShift, words),
  ];
  const line = parts.join(' · ');
  return selection.estimatedFrom === undefined ? line : words.about(line);
}

/** What stands beside the sentence, quieter: rounds, tags lost, shortfall, time. */
export function summaryDetails(selection: SelectionSummary, words: Words): string {
  const lost = selection.tagsLost === 0 ? words.noTagsLost : words.tagsLostOf(formatCount(selection.tagsLost));
  const parts = [
    selection.label,
    ...(selection.rounds === undefined ? [] : [words.roundsOf(formatCount(selection.rounds))]),
    lost,
    ...(selection.estimatedFrom === undefined ? [words.tookTime(elapsedText(selection.milliseconds))] : []),
  ];
  return parts.join(' · ');
}

export function shortfallWords(selection: SelectionSummary, words: Words): string {
  return selection.shortfall > 0
    ? words.shortfall(formatCount(selection.settings.n), formatCount(selection.shortfall))
    : '';
}

/** What the figures of an unfinished selection are made from. */
export function estimateWords({ estimatedFrom = 0 }: SelectionSummary, words: Words): string {
  return words.estimatedFrom(formatCount(estimatedFrom));
}

function lengthWords(shift: number, words: Words): string {
  if (Math.abs(shift) < 0.005) return words.sameLength;
  const share = formatPercent(Math.abs(shift));
  return shift > 0 ? words.longer(share) : words.shorter(share);
}
