/** Two ends of a channel within one process; messages are copied, as between the host and a page. */
import type { Channel } from '../../src/protocol/rpc';

type Listeners = Set<(message: unknown) => void>;

export function channelPair(): readonly [Channel, Channel] {
  const [one, other]: readonly [Listeners, Listeners] = [new Set(), new Set()];
  const end = (own: Listeners, opposite: Listeners): Channel => ({
    post: (message) => queueMicrotask(() => opposite.forEach((listener) => listener(structuredClone(message)))),
    onMessage: (listener) => (own.add(listener), () => own.delete(listener)),
  });
  return [end(one, other), end(other, one)];
}
