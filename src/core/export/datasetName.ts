/** Names of exported datasets, as `dataset_info.json`, trainers' settings and command lines can hold them. */

/**
 * The file's name with letters, marks and digits of every script, dots within, `_` and `-`; everything else becomes `_`.
 * It never looks like an option, a hidden file or a folder.
 */
export function datasetNameOf(stem: string): string {
  const name = stem.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '_');
  return name === '' ? '_' : name.replaceAll(/^[-.]|\.$/gu, '_');
}

/** `name`, or `name_2`, `name_3`, … where that stands for something else already. */
export function freeDatasetName(name: string, isFree: (candidate: string) => boolean): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (isFree(candidate)) return candidate;
  }
}
