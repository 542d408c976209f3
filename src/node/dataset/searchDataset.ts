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

/** Lists of ascending rows as one. Time O(rows × lists). */
function merged(lists: readonly Uint32Array[]): Uint32Array {
  if (lists.length === 1) return lists[0]!;
  const rows = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  const heads = lists.map(() => 0);
  for (let used = 0; used < rows.length; used++) {
    let least = -1;
    for (let list = 0; list < lists.length; list++) {
      const next = lists[list]![heads[list]!];
      if (next !== undefined && (least === -1 || next < lists[least]![heads[least]!]!)) least = list;
    }
    rows[used] = lists[least]![heads[least]!++]!;
  }
  return rows;
}
