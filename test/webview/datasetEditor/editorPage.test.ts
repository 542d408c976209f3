// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatasetEditorHost, DatasetEditorPage } from '../../../src/protocol/datasetEditor';
import { Rpc } from '../../../src/protocol/rpc';
import { EditorPage } from '../../../webview/datasetEditor/editorPage';
import { initialState, type EditorPageState } from '../../../webview/datasetEditor/pageState';
import { closePopovers } from '../../../webview/shared/popover';
import { channelPair } from '../../support/channelPair';
import { FakeDatasetHost } from '../../support/webviewPreview/fakeDatasetHost';

const rows = Array.from({ length: 500 }, (_, index) =>
  JSON.stringify({ instruction: `Question ${index}`, output: 'Answer' }),
);
const tags = { 0: [{ name: 'sql' }, { name: '<b>bold</b>' }], 7: [{ name: 'sql' }] };
const dataset = { name: 'rows.jsonl', sizeBytes: 22_773_992, container: 'JSONL', rows, tags };

interface Setup {
  readonly page: EditorPage;
  readonly host: FakeDatasetHost;
  readonly states: EditorPageState[];
}

async function open(
  change: Partial<typeof dataset> & { snapshot?: object } = {},
  restored: EditorPageState | null = null,
): Promise<Setup> {
  const [hostEnd, pageEnd] = channelPair();
  const host = new FakeDatasetHost({ ...dataset, ...change });
  const rpc = new Rpc<DatasetEditorHost, DatasetEditorPage>(hostEnd, host);
  host.page = new Proxy({} as DatasetEditorPage, {
    get: (_target, method: keyof DatasetEditorPage) => (params: never) => rpc.notify(method, params),
  });
  const states: EditorPageState[] = [];
  const keys = document.createElement('div');
  document.body.append(keys);
  const page = new EditorPage(
    (receiver) => new Rpc(pageEnd, receiver),
    restored,
    (state) => states.push(state),
    keys,
  );
  keys.append(page.node);
  await page.start();
  return { page, host, states };
}

const byTestId = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
const shown = (id: string) => vi.waitFor(() => (expect(byTestId(id)).not.toBeNull(), byTestId(id)!));
const press = (key: string, held: KeyboardEventInit = {}) =>
  keyTarget().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
function keyTarget(): Element {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body ? document.querySelector('main')! : activeElement;
}
const pressRow = (row: HTMLElement, held: MouseEventInit = {}) =>
  row.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, ...held }));

beforeEach(() => {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 220 });
});

afterEach(() => {
  closePopovers();
  document.body.replaceChildren();
});

describe('the dataset editor', () => {
  it('says a warning about the file once, and keeps all behind a button', async () => {
    const warnings = ['The gzip data is damaged.', 'A row is damaged.'];
    const { page, host } = await open({ snapshot: { warnings } });
    const notice = page.node.querySelector<HTMLElement>('[data-testid=notice]')!;
    expect(notice.textContent).toContain('The gzip data is damaged. And 1 more warning.');
    notice.querySelector('button')?.click();
    host.page!.showDataset({ snapshot: await host.ready({ view: null }) });
    expect(notice.hidden).toBe(true);
    page.node.querySelector<HTMLElement>('[data-testid=warnings]')!.click();
    const list = document.querySelectorAll('[data-testid=warning-list] li');
    expect([...list].map((item) => item.textContent)).toEqual(warnings);
  });

  it('shows rows of the first screen only, as an ARIA grid', async () => {
    await open();
    await shown('row-0');
    const table = byTestId('table');
    expect(table?.getAttribute('aria-rowcount')).toBe('501');
    expect(byTestId('row-0')?.getAttribute('aria-rowindex')).toBe('2');
    expect(document.querySelectorAll('.row').length).toBeLessThan(14);
    expect(byTestId('row-count')?.textContent).toBe('500 rows');
  });

  it('shows its rows though a newer view is told before the first answer arrives', async () => {
    const { page, host } = await open();
    const snapshot = await host.ready({ view: null });
    host.page!.showView({ view: { ...snapshot.view, view: snapshot.view.view + 5, rowCount: 7 } });
    host.page!.showDataset({ snapshot: { ...snapshot, name: 'later.jsonl' } });
    await vi.waitFor(() => expect(page.node.querySelector('.file-name')?.textContent).toBe('later.jsonl'));
    await vi.waitFor(() => expect(page.node.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe('8'));
  });

  it('marks a count that still grows', async () => {
    await open({ snapshot: { isIndexed: false } });
    expect(byTestId('row-count')?.textContent).toBe('500… rows');
    expect(byTestId('file-facts')?.textContent).not.toContain('%');
  });

  it('says how much of the file has been counted', async () => {
    await open({ snapshot: { isIndexed: false, sizeBytes: 1 << 20, indexedBytes: 390_000 } });
    expect(byTestId('file-facts')?.textContent).toContain('37 % of 1.0 MB');
  });

  it('shows the active row in the detail pane and follows the keys', async () => {
    await open();
    pressRow(await shown('row-0'));
    press('ArrowDown');
    press('ArrowDown');
    await vi.waitFor(() => expect(byTestId('detail')?.textContent).toContain('Question 2'));
    press('End');
    await vi.waitFor(() => expect(byTestId('detail')?.textContent).toContain('Question 499'));
    expect(byTestId('row-499')?.contains(document.activeElement)).toBe(true);
  });

  it('keeps the focus while the active row scrolls out of sight and back', async () => {
    const { page } = await open();
    pressRow(await shown('row-0'));
    const body = page.node.querySelector<HTMLElement>('.body');
    body?.dispatchEvent(new WheelEvent('wheel', { deltaY: 2200, cancelable: true }));
    await vi.waitFor(() => expect(byTestId('row-100')).not.toBeNull());
    expect(document.activeElement).toBe(body);
    body?.dispatchEvent(new WheelEvent('wheel', { deltaY: -4400, cancelable: true }));
    await vi.waitFor(() => expect(document.activeElement).toBe(byTestId('row-0')));
  });

  it('selects with Shift and Ctrl, tells the host, and tags what is selected', async () => {
    const { host } = await open();
    pressRow(await shown('row-1'));
    pressRow(byTestId('row-3')!, { shiftKey: true });
    pressRow(byTestId('row-6')!, { ctrlKey: true });
    await vi.waitFor(() =>
      expect(host.calls.findLast((call) => call.method === 'focusRows')?.params).toEqual({
        rows: [1, 2, 3, 6],
        focused: 6,
      }),
    );
    press('t');
    (await shown('tag-selected')).click();
    await vi.waitFor(() =>
      expect(host.calls.find((call) => call.method === 'startTagging')?.params).toEqual({
        scope: { kind: 'rows', rows: [1, 2, 3, 6] },
      }),
    );
    await vi.waitFor(() => expect(byTestId('tagging-bar')?.textContent).toContain('Tagging 0 / 10'));
  });

  it('filters by a click on a tag, shows a chip, and clears it', async () => {
    await open();
    const row = await shown('row-0');
    row.querySelector<HTMLElement>('.pill')?.click();
    await vi.waitFor(() => expect(byTestId('row-count')?.textContent).toBe('2 of 500 rows'));
    expect(byTestId('filter-chip')?.textContent).toBe('tag: sql');
    byTestId('filter-chip')?.querySelector<HTMLElement>('.chip-remove')?.click();
    await vi.waitFor(() => expect(byTestId('row-count')?.textContent).toBe('500 rows'));
  });

  it('writes hostile tags as text', async () => {
    await open();
    const row = await shown('row-0');
    expect(row.querySelector('b')).toBeNull();
  });

  it('keeps the active row when the view changes', async () => {
    await open();
    pressRow(await shown('row-7'));
    byTestId('row-7')?.querySelector<HTMLElement>('.pill')?.click();
    await vi.waitFor(() => expect(document.querySelector('.row.active')?.getAttribute('data-testid')).toBe('row-7'));
  });

  it('offers a way on where nothing matches', async () => {
    await open();
    await shown('row-0');
    press('f');
    (await shown('filter-kind-turns')).click();
    const low = (await shown('filter-minimum')) as HTMLElement & { value: string };
    low.value = '99999';
    byTestId('filter-apply')?.click();
    (await shown('hint-noMatch-action')).click();
    await vi.waitFor(() => expect(byTestId('row-count')?.textContent).toBe('500 rows'));
  });

  it('goes to a row, or says that it is not in view', async () => {
    await open();
    await shown('row-0');
    press('g');
    const field = (await shown('go-to-row-field')) as HTMLElement & { value: string };
    field.value = '321';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await shown('row-321');
    press('g');
    const again = (await shown('go-to-row-field')) as HTMLElement & { value: string };
    again.value = '900';
    again.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    await vi.waitFor(() => expect(byTestId('notice')?.textContent).toContain('Rows go from 0 to 499.'));
  });

  it('marks and unmarks the active row with one key', async () => {
    await open();
    pressRow(await shown('row-2'));
    press('p');
    await vi.waitFor(() => expect(byTestId('row-2')?.classList.contains('pinned')).toBe(true));
    press('p');
    await vi.waitFor(() => expect(byTestId('row-2')?.classList.contains('pinned')).toBe(false));
  });

  it('keeps the active row through views that follow each other at once', async () => {
    const { page, host } = await open();
    pressRow(await shown('row-4'));
    await vi.waitFor(() => expect(document.querySelector('.row.active')?.getAttribute('data-testid')).toBe('row-4'));
    const views = await Promise.all([1, 2, 3].map(() => host.applyView({ filters: [], sort: null })));
    const asked = vi.spyOn(host, 'positionOf');
    for (const view of views) host.page!.showView({ view });
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(3));
    expect(asked.mock.calls.map(([{ row }]) => row)).toEqual([4, 4, 4]);
    await vi.waitFor(() => expect(page.node.querySelector('[data-testid="row-4"].active')).not.toBeNull());
  });

  it('comes back as it was left', async () => {
    const first = await open();
    pressRow(await shown('row-4'));
    await vi.waitFor(() => expect(first.states.at(-1)?.activeRow).toBe(4));
    const kept = first.states.at(-1)!;
    document.body.replaceChildren();
    await open({}, { ...kept, top: 3, view: { filters: [], sort: { column: 'row', isDescending: false } } });
    await vi.waitFor(() => expect(document.querySelector('.row.active')?.getAttribute('data-testid')).toBe('row-4'));
  });

  it('comes back to its place though more is told of the file just then', async () => {
    const { page, host } = await open(
      {},
      {
        ...initialState,
        top: 120.5,
        activeRow: 130,
        view: { filters: [], sort: { column: 'row', isDescending: false } },
      },
    );
    const view = await host.applyView({ filters: [], sort: { column: 'row', isDescending: false } });
    host.page!.showView({ view });
    host.page!.showView({ view: { ...view, view: view.view + 1 } });
    const rowAt = (row: number) => page.node.querySelector(`[data-testid="row-${row}"]:not([hidden])`);
    await vi.waitFor(() => expect(rowAt(130)?.classList.contains('active')).toBe(true));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect([119, 120, 130, 131].map((row) => rowAt(row) !== null)).toEqual([false, true, true, false]);
    await vi.waitFor(() => expect(byTestId('detail')?.textContent).toContain('Question 130'));
  });

  it('shows a row that was asked for before it was counted, and says so where there is none in the end', async () => {
    const { page, host } = await open({ snapshot: { rowCount: 20, isIndexed: false } });
    const notice = () => page.node.querySelector<HTMLElement>('[data-testid=notice]')!;
    const snapshot = await host.ready({ view: null });
    host.page!.revealRow({ row: 340 });
    await vi.waitFor(() => expect(notice().textContent).toContain('as soon as it is counted'));
    host.page!.showDataset({ snapshot: { ...snapshot, rowCount: 400, isIndexed: false } });
    await vi.waitFor(() => expect(page.node.querySelector('[data-testid="row-340"].active')).not.toBeNull());
    expect(notice().hidden).toBe(true);
    host.page!.revealRow({ row: 9_000 });
    host.page!.showDataset({ snapshot: { ...snapshot, rowCount: 500, isIndexed: true } });
    await vi.waitFor(() => expect(notice().textContent).toContain('Rows go from 0 to 499.'));
    expect(page.node.querySelector('[data-testid="row-340"].active')).not.toBeNull();
  });

  it('keeps the place that it comes back to where a row is asked for that does not exist', async () => {
    const { page, host } = await open({}, { ...initialState, top: 120, activeRow: 125 });
    host.page!.revealRow({ row: 9_000 });
    await vi.waitFor(() => expect(page.node.querySelector('[data-testid="row-125"].active')).not.toBeNull());
  });

  it('sorts and resizes columns by keyboard, and keeps the focus on the column', async () => {
    const { page, host, states } = await open();
    const heads = () => [...page.node.querySelectorAll<HTMLElement>('.header-cell')];
    expect(heads().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1, -1, -1, -1]);
    heads()[0]!.focus();
    for (let step = 0; step < 5; step++) press('ArrowRight');
    expect(document.activeElement).toBe(heads()[5]);
    press('Enter');
    await vi.waitFor(() => expect(heads()[5]?.getAttribute('aria-sort')).toBe('descending'));
    expect(document.activeElement).toBe(heads()[5]);
    const first = page.node.querySelector('[aria-rowindex="2"].row:not([hidden])');
    await vi.waitFor(() => expect(first?.classList.contains('active')).toBe(true));
    expect(host.calls.at(-1)).toMatchObject({ method: 'applyView', params: { sort: { column: 'length' } } });
    press('ArrowRight', { shiftKey: true });
    await vi.waitFor(() => expect(states.at(-1)?.widths).toMatchObject({ turns: 36, length: 72 }));
    press('ArrowLeft');
    press('ArrowRight', { shiftKey: true });
    await vi.waitFor(() => expect(states.at(-1)?.widths).toMatchObject({ turns: 52, length: 56 }));
    expect(document.activeElement).toBe(heads()[4]);
  });

  it('stays at the beginning of a sort when what it sorts by becomes known', async () => {
    const { page, host } = await open();
    await shown('row-0');
    const sorted = { filters: [], sort: { column: 'row', isDescending: true } } as const;
    host.page!.showView({ view: { ...(await host.applyView({ filters: [], sort: null })), sort: sorted.sort } });
    await new Promise((resolve) => setTimeout(resolve, 60)); // its first page is read
    const asked = vi.spyOn(host, 'positionOf');
    host.page!.showView({ view: await host.applyView(sorted) });
    await vi.waitFor(() => expect(page.node.querySelector('[data-testid="row-499"].active')).not.toBeNull());
    expect(asked).not.toHaveBeenCalled();
  });

  it('keeps the focus on a button of the detail that is pressed, and Escape leads back to the row', async () => {
    const { page } = await open();
    pressRow(await shown('row-4'));
    await vi.waitFor(() => expect(byTestId('detail')?.textContent).toContain('Question 4'));
    byTestId('raw-toggle')!.focus();
    byTestId('raw-toggle')!.click();
    await vi.waitFor(() => expect(byTestId('raw')?.textContent).toBe(rows[4]));
    expect(document.activeElement).toBe(byTestId('raw-toggle'));
    press('Escape');
    expect(page.node.querySelector('[data-testid="row-4"]')).toBe(document.activeElement);
  });

  it('keeps the head of the table while facts of the file come in', async () => {
    const { page, host } = await open();
    const [head] = page.node.querySelectorAll('.header-cell');
    host.page!.showDataset({ snapshot: { ...(await host.ready({ view: null })), indexedBytes: 77 } });
    await vi.waitFor(() => expect(byTestId('file-facts')).not.toBeNull());
    expect(page.node.querySelector('.header-cell')).toBe(head);
  });

  it('goes on from where keys led while the active row was looked for in another view', async () => {
    const { page, host } = await open();
    pressRow(await shown('row-4'));
    const view = await host.applyView({ filters: [], sort: null });
    let answer = (_: { position: number }) => {};
    const asked = vi.spyOn(host, 'positionOf').mockReturnValue(new Promise((resolve) => (answer = resolve)));
    host.page!.showView({ view });
    await vi.waitFor(() => expect(asked).toHaveBeenCalled());
    press('ArrowDown');
    press('ArrowDown');
    answer({ position: 4 });
    await vi.waitFor(() => expect(page.node.querySelector('.row.active')?.getAttribute('data-testid')).toBe('row-6'));
    await vi.waitFor(() => expect(byTestId('detail')?.textContent).toContain('Question 6'));
  });

  it('says what to do with an empty file and with a file without queries', async () => {
    await open({ rows: [] });
    expect(byTestId('hint-emptyFile')).not.toBeNull();
    document.body.replaceChildren();
    await open({ snapshot: { queryCount: 0 } });
    expect(byTestId('hint-noQuery-action')?.textContent).toBe('Choose how to read');
  });

  it('shows an invalid row as such', async () => {
    await open({ rows: ['{"instruction": "a", }', ...rows] });
    expect((await shown('row-0')).textContent).toContain('invalid JSON');
    await vi.waitFor(() => expect(byTestId('row-problem')?.textContent).toContain('not valid JSON'));
  });
});
