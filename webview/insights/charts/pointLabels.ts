/** A chart.js plugin that writes the names of few points beside them. */
import type { Chart, Plugin } from 'chart.js';
import { clip } from '../../shared/format';
import type { ChartPalette } from './chartPalette';
import type { ChartSpec } from './chartSpec';

const gap = 11;
const lineHeight = 14;

/** Labels of points in labelled series; each stays inside the chart and steps aside for those before it. */
export function pointLabels(drawn: () => { readonly spec: ChartSpec; readonly palette: ChartPalette }): Plugin {
  return {
    id: 'pointLabels',
    afterDatasetsDraw(chart) {
      const { spec, palette } = drawn();
      if (!spec.series.some((series) => series.isLabelled)) return;
      const { ctx } = chart;
      ctx.save();
      ctx.font = `11px ${palette.fontFamily}`;
      ctx.textBaseline = 'middle';
      ctx.fillStyle = palette.text;
      const taken: Box[] = [];
      spec.series.forEach((series, index) => {
        if (series.isLabelled)
          drawLabels(
            chart,
            index,
            series.points.map((point) => point.label ?? ''),
            taken,
          );
      });
      ctx.restore();
    },
  };
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Where a label goes: right of its point, or left where the chart ends, and below or above earlier labels. */
export function labelBox(
  point: { readonly x: number; readonly y: number },
  width: number,
  rightEdge: number,
  taken: readonly Box[],
): Box {
  const fitsRight = point.x + gap + width <= rightEdge;
  const left = fitsRight ? point.x + gap : point.x - gap - width;
  for (const shift of [0, 1, -1, 2, -2]) {
    const box = { left, right: left + width, y: point.y + shift * lineHeight };
    if (!taken.some((other) => overlaps(box, other))) return box;
  }
  return { left, right: left + width, y: point.y };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < lineHeight;
}

function drawLabels(chart: Chart, datasetIndex: number, labels: readonly string[], taken: Box[]): void {
  chart.getDatasetMeta(datasetIndex).data.forEach((point, index) => {
    const text = clip(labels[index] ?? '', 32);
    const box = labelBox(point, chart.ctx.measureText(text).width, chart.chartArea.right, taken);
    taken.push(box);
    chart.ctx.fillText(text, box.left, box.y);
  });
}
