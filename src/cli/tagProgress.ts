/** A run's progress as a line. */
import type { RunProgress } from '../node/tagging/tagRun';
import { formatCount } from './terminal';

/** `Tagging: 1,200 / 5,000, 3 failed, 42 a second, 2 min left, $0.0123`. */
export function progressLine({ done, total, failed, ratePerSecond, cost }: RunProgress): string {
  const parts = [`Tagging: ${formatCount(done)} / ${formatCount(total)}`];
  if (failed > 0) parts.push(`${formatCount(failed)} failed`);
  if (ratePerSecond > 0) {
    parts.push(`${ratePerSecond.toFixed(ratePerSecond < 10 ? 1 : 0)} a second`);
    parts.push(timeLeft((total - done) / ratePerSecond));
  }
  if (cost > 0) parts.push(`$${cost.toFixed(4)}`);
  return parts.join(', ');
}

function timeLeft(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s left`;
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min left` : `${(seconds / 3_600).toFixed(1)} h left`;
}
