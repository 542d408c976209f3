/** The scatter of datasets, as in the paper: coverage across, mean tags up, one point per dataset; the selection is a ring. */
import type { DatasetPoint, InsightsSnapshot, SelectionSummary } from '../../../src/protocol/insights';
import { formatCount, formatDecimal, formatPercent } from '../../shared/format';
import type { Words } from '../words/english';
import type { ChartSeries, ChartSpec, ChartTarget, PointShape, Tone } from './chartSpec';
import { selectedRows } from './rowTargets';

const tones: readonly Tone[] = ['blue', 'orange', 'green', 'purple', 'yellow'];
const shapes: readonly PointShape[] = ['circle', 'triangle', 'rect', 'rectRot', 'star'];

export function datasetChart(snapshot: InsightsSnapshot, words: Words): ChartSpec {
  const points = snapshot.datasetPoints ?? [];
  const shown = snapshot.dataset?.id;
  const coverage = coverageLabel(points, words);
  return {
    id: 'datasets',
    name: words.datasetsName,
    title: points.length > 0 ? datasetsTitle(points, words) : words.datasetsName,
    ...(points.length === 0 && { empty: words.datasetsEmpty }),
    x: { label: coverage, scale: 'linear', style: 'percent', minimum: 0, maximum: 1 },
    y: { label: words.meanTags, scale: 'linear', style: 'decimal', minimum: 0, headroom: 0.2 },
    series: points.map((point, index) => datasetSeries(point, index, shown)),
    table: {
      columns: [
        { name: words.dataset, style: 'text' },
        { name: coverage, style: 'percent' },
        { name: words.meanTags, style: 'decimal' },
        { name: words.rows, style: 'integer' },
      ],
      rows: points.map((point) => [point.name, point.coverage, point.meanTags, point.rows]),
      targets: points.map((point) => targetOf(point, shown)),
    },
  };
}

/** What coverage is a share of here: the tags of every open dataset, which are the dataset's own where it is alone. */
function coverageLabel(points: readonly DatasetPoint[], words: Words): string {
  const count = points.filter((point) => !point.isSelection).length;
  return count > 1 ? words.coverageOfAll(formatCount(count)) : words.coverageOfOwn;
}

function datasetSeries(point: DatasetPoint, index: number, shown: string | undefined): ChartSeries {
  const target = targetOf(point, shown);
  return {
    name: point.name,
    drawing: point.isSelection ? 'ring' : 'points',
    tone: point.isSelection ? 'red' : tones[index % tones.length]!,
    shape: point.isSelection ? 'circle' : shapes[index % shapes.length]!,
    dash: [],
    isLabelled: true,
    points: [{ x: point.coverage, y: point.meanTags, label: point.name, ...(target && { target }) }],
  };
}

/**
 * The points with the selection as it is now. A snapshot is older than what the slider says; the ring follows the newest
 * answer: its share of the dataset's tags times the dataset's share of the vocabulary.
 */
export function withSelection(
  points: readonly DatasetPoint[],
  shown: string | undefined,
  selection: SelectionSummary | undefined,
  name: string,
): readonly DatasetPoint[] {
  const own = points.find((point) => point.id === shown && !point.isSelection);
  if (own === undefined || selection === undefined) return points;
  const ring: DatasetPoint = {
    id: `${own.id}#selection`,
    name,
    coverage: own.coverage * selection.coverage,
    meanTags: selection.meanTags,
    rows: selection.selected,
    isSelection: true,
  };
  return [...points.filter((point) => !point.isSelection), ring];
}

/** A click shows the selection's rows, or turns the panel to another dataset, or shows all rows of this one. */
function targetOf(point: DatasetPoint, shown: string | undefined): ChartTarget {
  if (point.isSelection) return selectedRows;
  return point.id === shown ? { kind: 'rows', filters: [] } : { kind: 'dataset', id: point.id };
}

function datasetsTitle(points: readonly DatasetPoint[], words: Words): string {
  const mean = (point: DatasetPoint) => formatDecimal(point.meanTags, 1);
  const datasets = points.filter((point) => !point.isSelection);
  const selection = points.find((point) => point.isSelection);
  if (selection) {
    const title = datasets.length > 1 ? words.datasetsTitleSelectionOfAll : words.datasetsTitleSelection;
    return title(formatPercent(selection.coverage), mean(selection));
  }
  const [first] = points;
  if (points.length === 1) return words.datasetsTitleOne(first!.name, mean(first!));
  const broad = points.reduce((best, point) => (point.coverage > best.coverage ? point : best));
  const complex = points.reduce((best, point) => (point.meanTags > best.meanTags ? point : best));
  return broad === complex ? words.datasetsTitleBest(broad.name) : words.datasetsTitleMany(broad.name, complex.name);
}
