/** Work that nobody waits for: its failure is told, unless it was cancelled or overtaken by a change of the file. */
import { DatasetChanged } from '../node/dataset/openDataset';
import { isCancelled } from '../protocol/cancelSource';

export function inBackground(work: Promise<unknown>, onError: (error: Error) => void): void {
  work.catch((error: unknown) => {
    if (isCancelled(error) || error instanceof DatasetChanged) return;
    onError(error instanceof Error ? error : new Error(String(error)));
  });
}
