/** Draws a spec on a canvas with chart.js; the only file that knows chart.js together with `chartConfiguration.ts`. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
} from 'chart.js';
import type { ActiveElement, ChartOptions } from 'chart.js';
import { chartConfiguration } from './chartConfiguration';
import type { DrawnChart } from './chartConfiguration';
import type { ChartPalette } from './chartPalette';
import type { ChartSpec } from './chartSpec';
import { pointLabels } from './pointLabels';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  Tooltip,
);

/** A datum by its place in the spec. */
export interface Datum {
  readonly series: number;
  readonly point: number;
}

/** A chart on a canvas. */
export interface ChartDrawing {
  update(spec: ChartSpec, palette: ChartPalette): void;
  /** Marks a datum and shows its tooltip; `null` takes the mark away. */
  highlight(datum: Datum | null): void;
  dispose(): void;
}

export type CreateDrawing = (
  canvas: HTMLCanvasElement,
  spec: ChartSpec,
  palette: ChartPalette,
  onPick: (datum: Datum) => void,
) => ChartDrawing;

export const drawChart: CreateDrawing = (canvas, firstSpec, palette, onPick) => {
  let drawn: DrawnChart = chartConfiguration(firstSpec, palette);
  let shown = { spec: firstSpec, palette };
  const datumOf = (element: ActiveElement | undefined): Datum | null => {
    const series = element && drawn.seriesOf[element.datasetIndex];
    return series === undefined ? null : { series, point: element!.index };
  };
  // Listeners go in with the options: chart.js forgets one that is set on the options it has resolved already.
  const options = (): ChartOptions => ({
    ...drawn.configuration.options,
    onClick: (_event, elements) => {
      const datum = datumOf(elements.find((element) => drawn.seriesOf[element.datasetIndex] !== undefined));
      if (datum) onPick(datum);
    },
  });
  const plugins = [pointLabels(() => shown)];
  const chart = new Chart(canvas, { ...drawn.configuration, options: options(), plugins });
  return {
    update(spec, newPalette) {
      drawn = chartConfiguration(spec, newPalette);
      shown = { spec, palette: newPalette };
      chart.data = drawn.configuration.data;
      chart.options = options();
      chart.update('none');
    },
    highlight(datum) {
      const datasetIndex = datum ? drawn.seriesOf.indexOf(datum.series) : -1;
      const active = datum && datasetIndex >= 0 ? [{ datasetIndex, index: datum.point }] : [];
      chart.setActiveElements(active);
      chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
      chart.update('none');
    },
    dispose: () => chart.destroy(),
  };
};
