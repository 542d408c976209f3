import type { LongWork } from '../../core/ports';

/** The work's cancellation as a signal that ends threads at once; one that is only asked is asked at each sign of progress. */
export function workSignal({ cancellation }: LongWork): { readonly signal: AbortSignal; readonly check: () => void } {
  if (cancellation instanceof AbortSignal) return { signal: cancellation, check: () => undefined };
  const controller = new AbortController();
  const check = () => {
    if (cancellation?.aborted === true) controller.abort();
  };
  check();
  return { signal: controller.signal, check };
}
