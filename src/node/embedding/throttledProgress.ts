import type { ProgressListener } from '../../core/ports';

const intervalMs = 100;

/** Passes on at most ten reports a second, and always the last one (done = total). */
export function throttledProgress(listener: ProgressListener | undefined): ProgressListener {
  if (listener === undefined) return () => undefined;
  let lastMs = -Infinity;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - lastMs < intervalMs) return;
    lastMs = now;
    listener(done, total);
  };
}
