// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { InsightsHost, InsightsSnapshot, SelectionSummary } from '../../../src/protocol/insights';
import type { HostCalls } from '../../../webview/insights/hostCalls';
import { InsightsPanel } from '../../../webview/insights/insightsPanel';
import { english } from '../../../webview/insights/words/english';
import { selection, settings, snapshot } from './fixtures';

const hostile = '<img src=x onerror=alert(1)>';
const measures = {
  rows: 4,
  resamples: 200,
  taggedRows: 3,
  tags: 2,
  vocabularySize: 4,
  vocabularyLabel: hostile,
  diversity: { value: 0.5, low: 0.4, high: 0.6 },
  complexity: { value: 2, low: 2, high: 2 },
};
const full: InsightsSnapshot = {
  ...snapshot,
  datasets: [...snapshot.datasets, { id: 'b', name: hostile }],
  measures,
  selection,
  pairs: [{ first: hostile, second: 'css', rows: 2, lift: 1 }],
  datasetPoints: [{ id: 'a', name: hostile, coverage: 0.5, meanTags: 2, rows: 4, isSelection: false }],
};

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function makePanel(answers: Partial<InsightsHost>, kept: unknown = undefined) {
  const calls: [string, unknown][] = [];
  const written: unknown[] = [];
  const host: HostCalls = {
    call: (method, params) => {
      calls.push([method, params]);
      const answer = answers[method] as ((params: unknown) => unknown) | undefined;
      return Promise.resolve(answer?.(params)) as never;
    },
  };
  const panel = new InsightsPanel({
    words: english,
    host,
    state: { read: () => kept, write: (state) => written.push(state) },
    createDrawing: () => ({ update: vi.fn(), highlight: vi.fn(), dispose: vi.fn() }),
  });
  document.body.append(panel.node);
  const find = (testId: string) => panel.node.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
  return { panel, calls, written, find };
}

afterEach(() => document.body.replaceChildren());

describe('the Insights panel', () => {
  it('asks for its data with the settings it kept, and shows measures with interval and vocabulary', async () => {
    const { panel, calls, find } = makePanel({ ready: async () => full }, { settings });
    await panel.start();
    expect(calls[0]).toEqual(['ready', { settings }]);
    const text = find('insights-measures')!.textContent;
    for (const part of ['0.5 ±0.1', `of 4 in ${hostile}`, '3 tagged', 'Only 3 of 4 rows are tagged'])
      expect(text).toContain(part);
    expect(find('selection-summary')!.textContent).toBe(
      '3 rows · coverage 100 % · mean tags 16.56 · longer than the data by 31 %',
    );
  });

  it('has a place for every chart, and no name of the data becomes markup', async () => {
    const { panel, find } = makePanel({ ready: async () => full });
    await panel.start();
    for (const id of [
      'datasets',
      'tags-per-row',
      'rank-frequency',
      'coverage',
      'growth',
      'length',
      'languages',
      'sources',
      'pairs',
    ]) {
      expect(find(`chart-${id}`), id).not.toBeNull();
    }
    for (const id of ['selection-method', 'selection-n', 'selection-preview', 'export-selection'])
      expect(find(id), id).not.toBeNull();
    expect(panel.node.querySelector('img')).toBeNull();
  });

  it('says why it is empty, with one button', async () => {
    const empty = {
      reason: 'No dataset is open.',
      actions: [{ label: 'Open the Example', command: 'openExample' as const }],
    };
    const { panel, calls, find } = makePanel({ ready: async () => ({ ...snapshot, dataset: null, empty }) });
    await panel.start();
    expect(find('insights-empty')!.textContent).toContain('No dataset is open.');
    find('insights-empty-action')!.click();
    expect(calls.at(-1)).toEqual(['runCommand', { command: 'openExample' }]);
  });

  it('leaves the preview alone when a snapshot brings nothing new, and reads it again for another selection', async () => {
    const { panel, calls } = makePanel({
      ready: async () => full,
      readPreview: async ({ start }) => ({ start, rows: [] }),
    });
    await panel.start();
    await settle();
    const reads = () => calls.filter(([method]) => method === 'readPreview').length;
    expect(reads()).toBe(1);
    panel.showInsights({ snapshot: structuredClone(full) });
    await settle();
    expect(reads()).toBe(1);
    panel.showSelection({ selection: { ...selection, coverage: 0.9 } });
    await settle();
    expect(reads()).toBe(2);
  });

  it('recomputes with the size that was typed, refuses one out of range, and keeps what was chosen', async () => {
    const answer: SelectionSummary = { ...selection, selected: 2 };
    const { panel, calls, written, find } = makePanel({ ready: async () => full, select: async () => answer });
    await panel.start();
    const field = find('selection-n-exact') as HTMLElement & { value: string };
    for (const typed of ['9', '2']) {
      field.value = typed;
      field.dispatchEvent(new Event('input'));
    }
    await settle();
    expect(calls.filter(([method]) => method === 'select')).toEqual([['select', { settings: { ...settings, n: 2 } }]]);
    expect(written.at(-1)).toMatchObject({ settings: { n: 2 } });
    expect(find('selection-summary')!.textContent).toContain('2 rows');
  });

  it('says at the bottom what did not work', async () => {
    const { panel, find } = makePanel({ ready: async () => Promise.reject(new Error('the file is gone')) });
    await panel.start();
    expect(find('insights-activity')!.textContent).toContain('the file is gone');
  });

  it('compares methods, shows the table, and selects with one of it', async () => {
    const row = { label: 'Random', selected: 3, averageTags: 2, meanLength: 10, tagsLost: 0 };
    const comparison = {
      n: 3,
      rows: [
        { ...row, method: 'random', coverage: 0.5, coverageInterval: [0.4, 0.6] as const },
        { ...row, method: 'top-k', label: hostile, coverage: 0.75 },
        { ...row, method: 'mig', label: 'MIG', coverage: 0, note: 'needs embeddings' },
      ],
      overlap: [],
    };
    const { panel, calls, find } = makePanel({
      ready: async () => full,
      compareSelectors: async () => comparison,
      select: async () => selection,
    });
    await panel.start();
    const box = find('bench-method-random') as HTMLElement & { checked: boolean };
    box.checked = true;
    find('bench-run')!.click();
    await settle();
    const table = find('bench-table')!;
    expect(table.textContent).toContain('50 % (40 % to 60 %)');
    expect(panel.node.querySelector('.bench-notes')!.textContent).toContain('MIG: needs embeddings');
    expect(table.querySelector('.best')!.textContent).toBe('75 %');
    expect(table.querySelector('img')).toBeNull();
    find('bench-random')!.querySelector('button')!.click();
    await settle();
    expect(calls.at(-1)?.[0]).toMatch(/select|readPreview/);
  });
});
