/** Small literal inputs for the tests of the Insights panel. */
import type { InsightsSnapshot, SelectionSettings, SelectionSummary } from '../../../src/protocol/insights';
import type { ChartPalette } from '../../../webview/insights/charts/chartPalette';

export const settings: SelectionSettings = { method: 'random', n: 3, seed: 0, isPadded: false, qualityPath: '' };

export const selection: SelectionSummary = {
  settings,
  label: 'Random',
  selected: 3,
  shortfall: 0,
  coverage: 1,
  meanTags: 16.56,
  lengthShift: 0.31,
  notes: [],
  curve: {
    n: [0, 1, 3],
    selection: [0, 0.8, 1],
    randomMean: [0, 0.3, 0.7],
    randomLow: [0, 0.2, 0.6],
    randomHigh: [0, 0.4, 0.8],
  },
  tagsLost: 0,
  milliseconds: 12,
};

export const snapshot: InsightsSnapshot = {
  dataset: { id: 'a', name: 'a.jsonl' },
  datasets: [{ id: 'a', name: 'a.jsonl' }],
  selectors: [
    { name: 'random', label: 'Random', source: 'baseline' },
    { name: 'mig', label: 'MIG', source: 'Chen 2025', unavailable: 'needs embeddings' },
  ],
  qualityPaths: [],
  sourcePaths: [],
  defaultN: 3,
  maximumN: 3,
};

export const palette: ChartPalette = {
  tones: { blue: '#00f', orange: '#fa0', green: '#0f0', purple: '#80f', red: '#f00', yellow: '#ff0', quiet: '#888' },
  text: '#111',
  quietText: '#555',
  grid: '#eee',
  background: '#fff',
  focus: '#00f',
  tooltipBackground: '#fff',
  tooltipText: '#111',
  tooltipBorder: '#ccc',
  fontFamily: 'sans-serif',
  hasEdges: false,
};
