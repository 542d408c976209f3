/** Threads and message ports as channels of `Rpc`. */
import type { MessagePort, Worker } from 'node:worker_threads';
import type { Channel } from '../../protocol/rpc';

export function portChannel(port: MessagePort | Worker): Channel {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
      return () => void port.off('message', listener);
    },
  };
}
