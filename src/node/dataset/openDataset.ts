/** Opens any file as a dataset: by its bytes, with the first rows at once and the index built in a thread. */
import type { Dataset } from '../../core/dataset/dataset';
import type { LongWork } from '../../core/ports';

/** A file that cannot be opened, said to people: directory, missing, permission, empty, binary. */
export class DatasetTrouble extends Error {
  override readonly name = 'DatasetTrouble';
}

/** The file on disk is no longer the one that was opened; open it again. */
export class DatasetChanged extends Error {
  override readonly name = 'DatasetChanged';
}

export interface OpenOptions extends LongWork {
  /** Folder for spill files of compressed datasets; the system's temporary folder by default. */
  readonly spillFolder?: string;
}

/** Rejects with `DatasetTrouble` where the file cannot be read at all; bad rows never do that. */
export declare function openDataset(path: string, options?: OpenOptions): Promise<Dataset>;
