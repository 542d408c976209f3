/** The preview thread's side: answers sliders from steps kept prepared. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { StepPreviews } from '../../core/normalize/stepPreview';
import type { PreviewThread, PreviewThreadData, PreviewThreadHost } from '../../protocol/previews';
import { Rpc } from '../../protocol/rpc';
import { portChannel } from './portChannel';

export function servePreviews(port: MessagePort, { table, decisions }: PreviewThreadData): void {
  const previews = new StepPreviews(table, decisions, (names) => host.call('embed', { names }));
  const local: PreviewThread = {
    preview: async (request, signal) => {
      // One turn, so that a slider that has moved on is seen before anything is computed for it.
      await nextTurn();
      signal?.throwIfAborted();
      return previews.preview(request);
    },
  };
  const host = new Rpc<PreviewThread, PreviewThreadHost>(portChannel(port), local);
}
