/** Opens any file as a dataset: by its bytes, with the first rows at once and the index built in a thread. */
import path from 'node:path';
import type { LongWork } from '../../core/ports';
import { newSpillPath } from '../files/spill';
import { FileDataset } from './fileDataset';
import { sniffFile } from './sniffFile';

export { DatasetChanged, DatasetTrouble } from './datasetTrouble';
export type { FileDataset } from './fileDataset';

/** Cancelling ends the indexing; `whenIndexed` then rejects. */
export interface OpenOptions extends LongWork {
  /** Folder for unpacked copies of compressed datasets; in the system's temporary folder by default. */
  readonly spillFolder?: string;
  /** Starts to index after this pause, so that whoever shows the first rows has the machine to itself. */
  readonly indexDelayMs?: number;
}

/** Rejects with `DatasetTrouble` where the file cannot be read at all; bad rows never do that. */
export async function openDataset(file: string, options: OpenOptions = {}): Promise<FileDataset> {
  const sniffed = await sniffFile(path.resolve(file));
  const spillPath = sniffed.plan.compression === 'none' ? undefined : await newSpillPath(options.spillFolder);
  return FileDataset.open(sniffed, spillPath, options);
}
