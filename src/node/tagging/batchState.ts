/** What a batch run must remember across restarts: one small file beside the journal, replaced in one step. */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';

export interface PartState {
  readonly path: string;
  readonly requestCount: number;
  readonly fileId?: string;
  readonly batchId?: string;
  /** The service's word: `validating`, `in_progress`, `completed`, `expired` … */
  readonly status: string;
  readonly isCollected: boolean;
}

export interface BatchState {
  readonly version: 1;
  readonly run: string;
  readonly baseUrl: string;
  readonly identity: TaggerIdentity;
  readonly createdAt: string;
  readonly parts: readonly PartState[];
}

/**
 * The state, or null where no batch run is under way. Rejects where the file is damaged. It may come with a repository of
 * somebody else's: request files are only ever those beside it.
 */
export async function readBatchState(path: string): Promise<BatchState | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const state = parsed(text, path);
  if (state === null) throw new Error(`${path} is no batch state of this version. Move it away to start a new batch.`);
  return state;
}

export async function writeBatchState(path: string, state: BatchState): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

export async function removeBatchState(path: string): Promise<void> {
  await unlink(path);
}

function parsed(text: string, statePath: string): BatchState | null {
  try {
    const value = JSON.parse(text) as Partial<BatchState>;
    if (value.version !== 1 || !Array.isArray(value.parts)) return null;
    const state = value as BatchState;
    const parts = state.parts.map((part) => ({ ...part, path: join(dirname(statePath), basename(part.path)) }));
    return parts.every(({ path }) => isRequestFile(path, statePath)) ? { ...state, parts } : null;
  } catch {
    return null;
  }
}

function isRequestFile(path: string, statePath: string): boolean {
  const prefix = `${basename(statePath, '.json')}-`;
  const name = basename(path);
  return name.startsWith(prefix) && /^\d+\.jsonl$/.test(name.slice(prefix.length));
}
