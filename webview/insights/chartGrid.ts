/** The charts of a snapshot in two rows: the three that matter most, and more of the dataset below the selection. */
import type { InsightsSnapshot, SelectionSummary } from '../../src/protocol/insights';
import { element } from '../shared/dom';
import { formatCount } from '../shared/format';
import { ChartCard } from './charts/chartCard';
import type { ChartCardContext } from './charts/chartCard';
import type { ChartSpec } from './charts/chartSpec';
import { languagesChart, lengthChart, pairsChart, sourcesChart } from './charts/contentCharts';
import { datasetChart, withSelection } from './charts/datasetChart';
import { growthChart, rankFrequencyChart, tagsPerRowChart } from './charts/distributionCharts';
import type { Words } from './words/english';

type Build = (snapshot: InsightsSnapshot, words: Words) => ChartSpec;

const mainCharts: readonly Build[] = [datasetChart, tagsPerRowChart, rankFrequencyChart];
const moreCharts: readonly Build[] = [lengthChart, growthChart, languagesChart, sourcesChart, pairsChart];

export interface ChartGridOptions {
  readonly charts: ChartCardContext;
  readonly snapshot: InsightsSnapshot;
  readonly isTable: (id: string) => boolean;
  readonly onDidToggle: (id: string, isTable: boolean) => void;
}

export class ChartGrid {
  readonly main: HTMLElement;
  readonly more: HTMLElement;
  private readonly cards: readonly { readonly build: Build; readonly card: ChartCard }[];

  constructor(private readonly options: ChartGridOptions) {
    const cardOf = (build: Build) => ({ build, card: this.makeCard(build) });
    const main = mainCharts.map(cardOf);
    const more = moreCharts.map(cardOf);
    this.cards = [...main, ...more];
    this.main = element('div', { class: 'chart-grid' }, ...main.map(({ card }) => card.node));
    this.more = element('div', { class: 'chart-grid' }, ...more.map(({ card }) => card.node));
  }

  show(snapshot: InsightsSnapshot): void {
    for (const { build, card } of this.cards) {
      if (build !== datasetChart || snapshot.selection === undefined)
        card.show(build(snapshot, this.options.charts.words));
    }
    if (snapshot.selection) this.showSelection(snapshot, snapshot.selection);
  }

  /** Moves the ring of the selection in the scatter of datasets. */
  showSelection(snapshot: InsightsSnapshot, selection: SelectionSummary): void {
    const { words } = this.options.charts;
    const name = words.selectionOf(formatCount(selection.selected));
    const datasetPoints = withSelection(snapshot.datasetPoints ?? [], snapshot.dataset?.id, selection, name);
    const scatter = this.cards.find(({ build }) => build === datasetChart);
    scatter?.card.show(datasetChart({ ...snapshot, datasetPoints }, words));
  }

  setTables(isTable: boolean): void {
    for (const { card } of this.cards) card.setTable(isTable);
  }

  restyle(): void {
    for (const { card } of this.cards) card.restyle();
  }

  private makeCard(build: Build): ChartCard {
    const { charts, snapshot, isTable, onDidToggle } = this.options;
    const spec = build(snapshot, charts.words);
    return new ChartCard(charts, {
      spec,
      isTable: isTable(spec.id),
      onDidToggle: (isTable) => onDidToggle(spec.id, isTable),
    });
  }
}
