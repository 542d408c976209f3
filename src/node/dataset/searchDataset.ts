/** Text and regular expressions over a whole dataset, streaming in a thread of its own. */
import type { Dataset } from '../../core/dataset/dataset';
import type { SearchQuery } from '../../core/dataset/textSearch';
import type { LongWork } from '../../core/ports';
import { asFileDataset } from './fileDataset';
import type { SearchInput, SearchMessage } from './searchRows';
import { runThread } from './threadStream';
import { workSignal } from './workSignal';

export type { SearchQuery } from '../../core/dataset/textSearch';

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
  const portions: Uint32Array[] = [];
  let problem: SearchProblem | undefined;
  await runThread<SearchInput, SearchMessage>(
    'searchJob',
    { content: file.shareContent(), container: file.container, query },
    {
      signal,
      onMessage: (message) => {
        check();
        if (message.kind === 'problem') {
          problem = message;
          return;
        }
        portions.push(message.rows);
        work.onHits?.(message.rows);
        work.onProgress?.(message.searchedRows, file.rowCount);
      },
    },
  );
  await file.checkUnchanged();
  return problem ?? { rows: joined(portions) };
}

function joined(portions: readonly Uint32Array[]): Uint32Array {
  const rows = new Uint32Array(portions.reduce((sum, portion) => sum + portion.length, 0));
  let used = 0;
  for (const portion of portions) {
    rows.set(portion, used);
    used += portion.length;
  }
  return rows;
}
