import { setImmediate as nextTurn } from 'node:timers/promises';

const longestMs = 20;

/** For loops beside other work: lets it go on whenever this one has had a while to itself. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < longestMs) return;
    await nextTurn();
    since = performance.now();
  };
}
