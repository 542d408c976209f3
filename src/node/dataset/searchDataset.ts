/** Text and regular expressions over a whole dataset, on as many threads as it is worth. */
import { availableParallelism } from 'node:os';
import type { Dataset } from '../../core/dataset/dataset';
import type { SearchQuery } from '../../core/dataset/search/textSearch';
import type { LongWork } from '../../core/ports';
import { asFileDataset, type FileDataset } from './fileDataset';
import type { SearchInput, SearchMessage } from './searchRows';
import { runThread } from './threadStream';
import { workSignal } from './workSignal';

export type { SearchQuery } from '../../core/dataset/search/textSearch';

export interface SearchResult {
  /** Rows with a hit, ascending. */
  readonly rows: Uint32Array;
}

export interface SearchProblem {
  readonly kind: 'problem';
  readonly message: string;
}

export interface SearchWork extends LongWork {
  /** Told the rows found so far, in portions. */
  readonly onHits?: ((rows: Uint32Array) => void) | undefined;
}

/** Waits for the index. A bad pattern is a value; rejects when cancelled. */
export async function searchDataset(
  dataset: Dataset,
  query: SearchQuery,
  work: SearchWork = {},
): Promise<SearchResult | SearchProblem> {
  const file = asFileDataset(dataset);
  const { signal, check } = workSignal(work);
  await file.whenIndexed();
  const threads = Array.from({ length: threadCount(file) }, () => new ThreadHits());
  const stop = new AbortController();
  const input = inputOf(file, query);
  let searchedRows = 0;
  const run = (hits: ThreadHits) =>
    runThread<SearchInput, SearchMessage>('searchJob', input, {
      signal: AbortSignal.any([signal, stop.signal]),
      onMessage: (message) => {
        check();
        if (!hits.take(message)) return;
        searchedRows += message.searchedRows;
        work.onHits?.(message.rows);
        work.onProgress?.(searchedRows, file.rowCount);
      },
    });
  try {
    await Promise.all(threads.map(run));
  } finally {
    stop.abort();
  }
  await file.checkUnchanged();
  return threads[0]!.problem ?? { rows: merged(threads.map(({ rows }) => rows)) };
}

function inputOf(file: FileDataset, query: SearchQuery): SearchInput {
  const nextPart = new Int32Array(new SharedArrayBuffer(4));
  return { content: file.shareContent(), container: file.container, query, nextPart };
}

const bytesPerThread = 64 << 20;
const mostThreads = 4;

/** Starting a thread takes as long as searching some megabytes. */
function threadCount({ container }: FileDataset): number {
  return Math.max(1, Math.min(mostThreads, availableParallelism(), Math.ceil(container.sizeBytes / bytesPerThread)));
}

/** What one thread has told. */
class ThreadHits {
  private readonly portions: Uint32Array[] = [];
  problem: SearchProblem | undefined;

  /** Whether the message tells hits. */
  take(message: SearchMessage): message is SearchMessage & { readonly kind: 'hits' } {
    if (message.kind === 'problem') this.problem = message;
    else this.portions.push(message.rows);
    return message.kind === 'hits';
  }

  /** Ascending. */
  get rows(): Uint32Array {
    const rows = new Uint32Array(this.portions.reduce((sum, portion) => sum + portion.length, 0));
    let used = 0;
    for (const portion of this.portions) {
      rows.set(portion, used);
      used += portion.length;
    }
    return rows;
  }
}

/** Lists of ascending rows as one. Each list holds the rows of whole parts, so that runs are copied: time O(rows + parts × lists). */
export function merged(lists: readonly Uint32Array[]): Uint32Array {
  const rows = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  const left = lists.filter(({ length }) => length > 0);
  for (let used = 0; left.length > 0;) {
    left.sort((a, b) => a[0]! - b[0]!);
    const first = left[0]!;
    const run = left.length === 1 ? first : first.subarray(0, countBelow(first, left[1]![0]!));
    rows.set(run, used);
    used += run.length;
    if (run.length === first.length) left.shift();
    else left[0] = first.subarray(run.length);
  }
  return rows;
}

/** How many of the ascending rows are less than `limit`; steps that double, then halve: O(log of the answer). */
function countBelow(rows: Uint32Array, limit: number): number {
  let high = 1;
  while (high < rows.length && rows[high]! < limit) high *= 2;
  let low = high >>> 1;
  for (high = Math.min(high, rows.length); high - low > 1;) {
    const middle = (low + high) >>> 1;
    if (rows[middle]! < limit) low = middle;
    else high = middle;
  }
  return high;
}
