/** Where a dataset's journal lies: beside it, or in a storage folder where that cannot be written. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

export interface JournalLocation {
  readonly path: string;
  readonly isInStorage: boolean;
}

export interface LocationOptions {
  readonly datasetPath: string;
  readonly journalPath?: string | undefined;
  readonly storageFolder?: string | undefined;
}

/** A journal that lies beside a dataset but cannot be written is copied to the storage folder once. */
export async function locateJournal(options: LocationOptions): Promise<JournalLocation> {
  if (options.journalPath !== undefined) return { path: resolve(options.journalPath), isInStorage: false };
  const beside = `${resolve(options.datasetPath)}.tags.jsonl`;
  if (options.storageFolder === undefined || (await isWritable(beside))) return { path: beside, isInStorage: false };
  await mkdir(options.storageFolder, { recursive: true });
  const path = join(options.storageFolder, storageName(options.datasetPath));
  await copyFile(beside, path, constants.COPYFILE_EXCL).catch(() => undefined);
  return { path, isInStorage: true };
}

/** Names in the storage folder tell datasets of one name in different folders apart. */
function storageName(datasetPath: string): string {
  const folder = createHash('sha256')
    .update(dirname(resolve(datasetPath)))
    .digest('hex')
    .slice(0, 8);
  return `${basename(datasetPath)}-${folder}.tags.jsonl`;
}

async function isWritable(journalPath: string): Promise<boolean> {
  try {
    await access(dirname(journalPath), constants.W_OK);
  } catch {
    return false;
  }
  return access(journalPath, constants.W_OK).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}
