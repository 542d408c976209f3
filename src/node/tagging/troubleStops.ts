/** When failures of single queries mean that the whole run has no chance. */
import type { TaggerTrouble } from '../../core/tagging/tagRecord';

export interface TroubleStops {
  onReply(): void;
  /** A query was given up; true where the run should stop. */
  onFailure(trouble: TaggerTrouble, concurrency: number): boolean;
}

const fewest = 8;

/**
 * Before the first answer, one unreachable or useless server is enough, or three refused requests; later, as many
 * failures in a row as requests may be under way.
 */
export function troubleStops(): TroubleStops {
  let hasAnswered = false;
  let inRow = 0;
  return {
    onReply: () => {
      hasAnswered = true;
      inRow = 0;
    },
    onFailure: (trouble, concurrency) => {
      inRow++;
      if (hasAnswered) return inRow >= Math.max(fewest, concurrency);
      return trouble.isRetryable || inRow >= 3;
    },
  };
}
