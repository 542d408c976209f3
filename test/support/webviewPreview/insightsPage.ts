/** The Insights panel in a plain browser page, with a made-up host behind the same channel as in VS Code. */
import { Rpc } from '../../../src/protocol/rpc';
import type { InsightsHost, InsightsPage, SelectionSettings } from '../../../src/protocol/insights';
import type { AbortSignalLike } from '../../../src/core/ports';
import {
  firstSettings,
  makeDatasetComparison,
  makePreview,
  makeSelection,
  makeSelectorComparison,
  makeSnapshot,
  makeTagMap,
} from './insightsData';

const calls: { readonly method: string; readonly params: unknown }[] = [];
const listeners = new Set<(message: unknown) => void>();
const query = new URLSearchParams(location.search);
let kept: unknown;
let settings: SelectionSettings = firstSettings;

Object.assign(window, {
  previewCalls: calls,
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) =>
      queueMicrotask(() => listeners.forEach((listener) => listener(structuredClone(message)))),
    getState: () => kept,
    setState: (state: unknown) => (kept = structuredClone(state)),
  }),
});

const delay = (milliseconds: number, signal?: AbortSignalLike) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => (clearTimeout(timer), reject(new Error('aborted'))));
  });

function snapshot() {
  const empty = {
    reason: 'None of the 52,002 queries is tagged yet. Tag them once, and everything here comes alive.',
    actions: [
      { label: 'Tag a Sample…', command: 'tagSample' as const },
      { label: 'Tag All Rows', command: 'tagAll' as const },
    ],
  };
  const { dataset, datasets } = makeSnapshot();
  const nothing = { dataset, datasets, selectors: [], qualityPaths: [], sourcePaths: [], defaultN: 0, maximumN: 0 };
  return query.has('empty') ? { ...nothing, empty } : makeSnapshot();
}

const note = (method: string) => async (params: unknown) => void calls.push({ method, params });

const host: InsightsHost = {
  ready: async () => snapshot(),
  chooseDataset: async ({ id }) => {
    calls.push({ method: 'chooseDataset', params: { id } });
    const made = makeSnapshot();
    return { ...made, dataset: made.datasets.find((dataset) => dataset.id === id) ?? null };
  },
  select: async (params, signal) => {
    calls.push({ method: 'select', params });
    await delay(params.settings.method === 'deita' ? 4000 : 30, signal);
    settings = params.settings;
    return makeSelection(settings);
  },
  readPreview: async ({ start, count }) => ({ start, rows: makePreview(start, count, settings.n) }),
  setEqualN: async ({ n }) => ({
    ...makeSnapshot().measures!,
    equalN: { n, diversity: { value: 0.4127, low: 0.401, high: 0.423 } },
  }),
  compareSelectors: async ({ n, methods }, signal) => {
    for (const [index, method] of methods.entries()) {
      page.notify('showProgress', { task: method, done: index, total: methods.length });
      await delay(query.has('slow') ? 1500 : 20, signal);
    }
    page.notify('showProgress', { task: null });
    return makeSelectorComparison(n, methods);
  },
  compareDatasets: async ({ ids }) =>
    makeDatasetComparison(
      makeSnapshot()
        .datasets.filter(({ id }) => ids.includes(id))
        .map(({ name }) => name),
    ),
  tagMap: async () => makeTagMap(),
  showRows: note('showRows'),
  revealRow: note('revealRow'),
  setMark: async (params) => {
    calls.push({ method: 'setMark', params });
    return makeSelection(settings);
  },
  exportSelection: note('exportSelection'),
  saveSelection: note('saveSelection'),
  saveChart: note('saveChart'),
  runCommand: note('runCommand'),
};

const page = new Rpc<InsightsHost, InsightsPage>(
  {
    post: (message) => window.postMessage(message, '*'),
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  },
  host,
);
