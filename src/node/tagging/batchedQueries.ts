/** Which queries are in a batch that is under way: they are paid for, so nothing else may ask for them. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { HashTable } from '../../core/tagging/hashTable';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import { layerKey } from '../../core/tagging/tagStore';
import { batchStatePath } from './batchPlan';
import { readBatchState } from './batchState';

export interface BatchedQueries {
  readonly size: number;
  /** By the whole hash or by its first half. */
  readonly has: (hash: string) => boolean;
}

/** Queries in parts of this tagger that are not collected, from the request files beside the journal. */
export async function batchedQueries(journalPath: string, tagger: TaggerIdentity): Promise<BatchedQueries> {
  const hashes = new HashTable();
  const state = await readBatchState(batchStatePath(journalPath)).catch(() => null);
  const batched = {
    get size() {
      return hashes.size;
    },
    has: (hash: string) => {
      const { high, low } = halvesOfHash(hash);
      return hashes.find(high, low) !== -1;
    },
  };
  if (state === null || layerKey(state.identity) !== layerKey(tagger)) return batched;
  for (const part of state.parts) if (!part.isCollected) await addHashes(part.path, hashes);
  return batched;
}

/** A file that is gone, or a line that is torn, names nobody. */
async function addHashes(path: string, hashes: HashTable): Promise<void> {
  try {
    for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
      const hash = /^\{"custom_id":"([0-9a-f]{32})"/.exec(line)?.[1];
      if (hash === undefined) continue;
      const { high, low } = halvesOfHash(hash);
      hashes.add(high, low);
    }
  } catch {
    return;
  }
}
