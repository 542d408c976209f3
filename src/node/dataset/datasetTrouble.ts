import { dirname } from 'node:path';

/** A file that cannot be opened, said to people: directory, missing, permission, empty, binary. */
export class DatasetTrouble extends Error {
  override readonly name = 'DatasetTrouble';

  /** `isFile` is false where there is nothing that another editor could show either. */
  constructor(
    message: string,
    readonly isFile = true,
  ) {
    super(message);
  }
}

/** The file on disk is no longer the one that was opened; open it again. */
export class DatasetChanged extends Error {
  override readonly name = 'DatasetChanged';
}

/** Errors of the file system as a sentence; anything else as it came. */
export function asTrouble(error: unknown, path: string, spillPath?: string): unknown {
  if (error instanceof Error && error.name === 'ParquetTrouble')
    return new DatasetTrouble(
      `${path} is a Parquet file, but its table of contents at the end is missing or damaged (${error.message}). Copy or download it again.`,
    );
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOENT':
      return new DatasetTrouble(`There is no file ${path}. Check its name, or put it back.`, false);
    case 'EACCES':
    case 'EPERM':
      if (spillPath !== undefined && error.message.includes(spillPath))
        return new DatasetTrouble(
          `${path} could not be unpacked: ${dirname(spillPath)} may not be written to. Give yourself the right to write there.`,
        );
      return new DatasetTrouble(`${path} may not be read: permission denied. Give yourself the right to read it.`);
    case 'EISDIR':
      return new DatasetTrouble(`${path} is a folder, not a dataset file. Open a file inside it.`, false);
    case 'ENOSPC':
      return new DatasetTrouble(
        `The disk is full: ${path} could not be unpacked${spillPath === undefined ? '' : ` into ${dirname(spillPath)}`}. Free space there and open it again.`,
      );
    default:
      return error;
  }
}
