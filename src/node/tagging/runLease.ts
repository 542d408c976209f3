/** At most one bulk run per journal among all processes, so that nothing is paid twice. */
import { journalTrouble } from './journalTrouble';
import { acquireLock, isLock, type FileLock } from './fileLock';

/** Rejects, naming the owner, while another process runs a tagger on the journal. */
export async function acquireRunLease(journalPath: string): Promise<FileLock> {
  const result = await acquireLock(`${journalPath}.run.lock`, { waitMs: 0 }).catch((error: unknown) => {
    throw journalTrouble(error, journalPath);
  });
  if (isLock(result)) return result;
  throw new Error(
    `Process ${result.pid} on ${result.host} is tagging this dataset since ${result.since}. ` +
      'Its tags appear here as they land; wait for it, or stop it first.',
  );
}
