/** The usual troubles of disks, said plainly. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space and go on; nothing that was written is lost',
  EDQUOT: 'your disk quota is used up. Free some space and go on; nothing that was written is lost',
  EACCES: 'it may not be written. Allow it, or choose another journal',
  EPERM: 'it may not be written. Allow it, or choose another journal',
  EROFS: 'it lies on a read-only disk. Choose another journal',
  ENOENT: 'its folder does not exist. Make it, or choose another journal',
  EISDIR: 'it is a folder. Choose another journal',
};

/** The error as people should read it. */
export function journalTrouble(error: unknown, path: string): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const remedy = remedies[code];
  if (remedy !== undefined) return new Error(`The journal ${path} cannot be written: ${remedy}.`);
  return error instanceof Error ? error : new Error(String(error));
}
