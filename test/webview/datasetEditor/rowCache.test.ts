import { describe, expect, it } from 'vitest';
import type { RowPage, RowSummary } from '../../../src/protocol/datasetEditor';
import { RowCache, pageSize } from '../../../webview/datasetEditor/rowCache';

interface Request {
  readonly view: number;
  readonly start: number;
  readonly count: number;
  answer(change?: Partial<RowPage>): Promise<void>;
  fail(): Promise<void>;
}

function summary(row: number, query = `query ${row}`): RowSummary {
  return { row, query, pills: [], tagCount: 0, tagState: 'untagged', turns: 1, length: 10 };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

function setUp() {
  const requests: Request[] = [];
  const errors: unknown[] = [];
  const cache = new RowCache({
    readPage: ({ view, start, count }) =>
      new Promise<RowPage>((resolve, reject) => {
        const rows = Array.from({ length: count }, (_, index) => summary(start + index));
        requests.push({
          view,
          start,
          count,
          answer: (change) => (resolve({ view, start, rows, ...change }), settle()),
          fail: () => (reject(new Error('gone')), settle()),
        });
      }),
    onDidChange: () => {},
    onError: (error) => errors.push(error),
  });
  return { cache, requests, errors };
}

describe('RowCache', () => {
  it('reads the page in sight first, then its neighbours', () => {
    const { cache, requests } = setUp();
    cache.setView(1, 1000);
    cache.want(pageSize * 3, pageSize * 3 + 20);
    expect(requests.map((request) => request.start / pageSize)).toEqual([3, 4, 2]);
  });

  it('gives rows once their page is here, and finds a row again', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 10);
    cache.want(0, 5);
    expect(cache.rowAt(3)).toBeUndefined();
    await requests[0]?.answer();
    expect(cache.rowAt(3)?.row).toBe(3);
    expect(cache.positionOf(3)).toBe(3);
  });

  it('drops pages of an older view', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 10);
    cache.want(0, 5);
    cache.setView(2, 10);
    await requests[0]?.answer();
    expect(cache.rowAt(3)).toBeUndefined();
  });

  it('drops an answer that names another view', async () => {
    const { cache, requests } = setUp();
    cache.setView(2, 10);
    cache.want(0, 5);
    await requests[0]?.answer({ view: 1 });
    expect(cache.rowAt(0)).toBeUndefined();
  });

  it('has at most three pages under way while scrolling fast', () => {
    const { cache, requests } = setUp();
    cache.setView(1, 1_000_000);
    for (let step = 0; step < 50; step++) cache.want(step * 5000, step * 5000 + 40);
    expect(requests.length).toBe(3);
  });

  it('shows what it has until a stale page is read again', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 10);
    cache.want(0, 5);
    await requests[0]?.answer();
    cache.refresh([4]);
    expect(cache.rowAt(4)?.query).toBe('query 4');
    await requests[1]?.answer({ rows: [0, 1, 2, 3, 4].map((row) => summary(row, 'new')) });
    expect(cache.rowAt(4)?.query).toBe('new');
  });

  it('does not read pages again that hold none of the changed rows', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 10);
    cache.want(0, 5);
    await requests[0]?.answer();
    cache.refresh([500]);
    expect(requests.length).toBe(1);
  });

  it('reads a growing last page again', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 10);
    cache.want(0, 10);
    await requests[0]?.answer();
    cache.setView(1, 40);
    cache.want(0, 40);
    expect(requests.at(-1)).toMatchObject({ start: 0, count: 40 });
  });

  it('does not ask again and again for a page that failed', async () => {
    const { cache, requests, errors } = setUp();
    cache.setView(1, 10);
    cache.want(0, 5);
    await requests[0]?.fail();
    cache.want(0, 5);
    expect(requests.length).toBe(1);
    expect(errors.length).toBe(1);
    cache.refresh(null);
    expect(requests.length).toBe(2);
  });

  it('keeps a bounded number of pages', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 1_000_000);
    for (let page = 0; page < 300; page++) {
      cache.want(page * pageSize, page * pageSize + 1);
      for (const request of requests.splice(0)) await request.answer();
    }
    expect(cache.rowAt(0)).toBeUndefined();
    expect(cache.rowAt(299 * pageSize)).toBeDefined();
  });

  it('reads rows that a command needs and that are not here', async () => {
    const { cache, requests } = setUp();
    cache.setView(1, 1000);
    const found = cache.rowsAt([0, 500]);
    await requests[0]?.answer();
    await requests[1]?.answer();
    expect((await found).map((row) => row.row)).toEqual([0, 500]);
  });
});
