/**
 * Which queries a run has asked for and not yet settled, on the disk before each request leaves, so that the next run can
 * say which requests a crash cut off. It survives the end of the process at any moment, not that of the machine; it is only
 * told, never relied on: what has to be asked is decided by the journal alone.
 */
import { closeSync, constants, ftruncateSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import { halvesOfHash, isQueryHash } from '../../core/tagging/queryHash';
import type { TagJournal } from './tagJournal';

/** The file is begun anew at this size. */
const longestBytes = 1 << 20;

export interface SentLog {
  /** True where an earlier run of this tagger asked for the query and was cut off before it was settled. */
  wasCutOff(hash: string): boolean;
  /** To be called before the request leaves. */
  sent(hash: string): void;
  /** To be called when the answer is in the journal, or when it is known that there is none. */
  settled(hash: string): void;
  /** Leaves nothing behind but what is still cut off. */
  close(): void;
}

/** The journal beside which the log lies. */
type SentLogPlace = Pick<TagJournal, 'path' | 'store'>;

/** Whoever calls this holds the journal's run lease. A file that cannot be written only means that nothing is told. */
export function openSentLog({ path: journalPath, store }: SentLogPlace, tagger: TaggerIdentity): SentLog {
  const path = `${journalPath}.sent`;
  const head = `${JSON.stringify({ tagger: tagger.tagger, model: tagger.model, promptHash: tagger.promptHash })}\n`;
  const isTagged = (hash: string): boolean => {
    const { high, low } = halvesOfHash(hash);
    return store.stateOf(high, low, tagger) === 'tagged';
  };
  return new SentFile(path, head, new Set([...unsettledIn(path, head)].filter((hash) => !isTagged(hash))));
}

class SentFile implements SentLog {
  private readonly underWay: Set<string>;
  /** Settled since the last write: told with the next one. */
  private news = '';
  private file: number | null = null;
  private sizeBytes = 0;

  constructor(
    private readonly path: string,
    private readonly head: string,
    private readonly cutOff: ReadonlySet<string>,
  ) {
    this.underWay = new Set(cutOff);
  }

  wasCutOff(hash: string): boolean {
    return this.cutOff.has(hash);
  }

  sent(hash: string): void {
    this.underWay.add(hash);
    this.write(`${this.news}+${hash}\n`);
    this.news = '';
  }

  settled(hash: string): void {
    this.underWay.delete(hash);
    this.news += `-${hash}\n`;
  }

  close(): void {
    try {
      if (this.file !== null) closeSync(this.file);
      this.file = null;
      if (this.underWay.size === 0) unlinkSync(this.path);
      else this.begin();
      if (this.file !== null) closeSync(this.file);
    } catch {
      // Told by nobody: the next run counts a few requests too many or too few.
    }
    this.file = null;
  }

  private write(text: string): void {
    try {
      if (this.file === null || this.sizeBytes > longestBytes) return this.begin();
      this.sizeBytes += writeSync(this.file, text, this.sizeBytes);
    } catch {
      // See above.
    }
  }

  /** The new beginning is there before the old rest is cut off: opening the file leaves what is in it. */
  private begin(): void {
    this.file ??= openSync(this.path, constants.O_RDWR | constants.O_CREAT);
    const lines = Array.from(this.underWay, (hash) => `+${hash}\n`);
    this.sizeBytes = writeSync(this.file, this.head + lines.join(''), 0);
    ftruncateSync(this.file, this.sizeBytes);
  }
}

function unsettledIn(path: string, head: string): Set<string> {
  const unsettled = new Set<string>();
  const text = textOf(path);
  if (!text.startsWith(head)) return unsettled;
  for (const line of text.slice(head.length).split('\n')) {
    const hash = line.slice(1);
    if (!isQueryHash(hash)) continue;
    if (line.startsWith('+')) unsettled.add(hash);
    else unsettled.delete(hash);
  }
  return unsettled;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
