/** The machine's clock behind the core's port. */
import { setTimeout as delay } from 'node:timers/promises';
import type { AbortSignalLike, Clock } from '../../core/ports';

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (delayMs: number, signal?: AbortSignalLike) => {
    if (signal === undefined) return delay(delayMs);
    signal.throwIfAborted();
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    signal.addEventListener('abort', stop);
    try {
      await delay(delayMs, undefined, { signal: controller.signal });
    } finally {
      signal.removeEventListener('abort', stop);
    }
  },
};
