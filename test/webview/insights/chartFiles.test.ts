// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { ChartSpec } from '../../../webview/insights/charts/chartSpec';
import { chartCsv } from '../../../webview/insights/charts/chartCsv';
import { chartSvg } from '../../../webview/insights/charts/chartSvg';
import { pairsChart } from '../../../webview/insights/charts/contentCharts';
import { chartConfiguration } from '../../../webview/insights/charts/chartConfiguration';
import { readPalette } from '../../../webview/insights/charts/chartPalette';
import { datasetChart } from '../../../webview/insights/charts/datasetChart';
import { coverageChart } from '../../../webview/insights/charts/coverageChart';
import { rankFrequencyChart, tagsPerRowChart } from '../../../webview/insights/charts/distributionCharts';
import { escapeXml } from '../../../webview/insights/charts/svgMarkup';
import { isPowerOfTen, linearTicks, logTicks } from '../../../webview/insights/charts/ticks';
import { english } from '../../../webview/insights/words/english';
import { palette, selection, snapshot } from './fixtures';

const hostile = '<img src=x onerror=alert(1)> & "quoted", 中文\u0007\ud800';
const size = { width: 900, height: 560 };

const hostileRanks = () =>
  rankFrequencyChart(
    {
      ...snapshot,
      rankFrequency: {
        rows: 9,
        isSampled: false,
        rank: [1, 10],
        count: [100, 1],
        tag: [hostile, '=1+1'],
        onceShare: 0,
      },
    },
    english,
  );

function parseSvg(spec: ChartSpec): Document {
  return new DOMParser().parseFromString(chartSvg(spec, palette, english, size), 'image/svg+xml');
}

describe('CSV', () => {
  it('quotes, doubles quotes, and keeps a spreadsheet from running a tag', () => {
    const lines = chartCsv(hostileRanks().table).split('\r\n');
    expect(lines[0]).toBe('Rank,Tag,Rows with the tag');
    expect(lines[1]).toBe(`1,"${hostile.replaceAll('"', '""')}",100`);
    expect(lines[2]).toBe("10,'=1+1,1");
    expect(lines[3]).toBe('');
  });

  it('writes numbers in full and what is no number as empty', () => {
    const columns = [{ name: 'x', style: 'decimal' as const }];
    expect(chartCsv({ columns, rows: [[0.1234567], [-5], [NaN]], targets: [] })).toBe('x\r\n0.1234567\r\n-5\r\n\r\n');
  });
});

describe('SVG', () => {
  it('escapes names and replaces what XML cannot hold', () => {
    const svg = chartSvg(hostileRanks(), palette, english, size);
    expect(svg).not.toContain('<img');
    expect(svg).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot;, 中文\ufffd\ufffd');
    expect(escapeXml('😀')).toBe('😀');
  });

  it('places bars by the scale: the highest reaches its value, zero has no height', () => {
    const spec = tagsPerRowChart(
      { ...snapshot, tagsPerRow: { rows: 20, isSampled: true, counts: [0, 20, 10] } },
      english,
    );
    const bars = [...parseSvg(spec).querySelectorAll('rect')].slice(1);
    const heights = bars.map((bar) => Number(bar.getAttribute('height')));
    expect(heights[0]).toBe(0);
    expect(heights[1]).toBeCloseTo(2 * heights[2]!, 0);
  });

  it('draws lines with their dashes, the band, and a legend that names all three', () => {
    const text = chartSvg(coverageChart(selection, english), palette, english, size);
    expect(text).toContain('stroke-dasharray="5 4"');
    expect(text).toContain('fill-opacity="0.2"');
    for (const name of ['Random, 95 %', 'Random', selection.label]) expect(text).toContain(`>${name}<`);
  });

  it('writes the names of points inside the picture and out of each other’s way', () => {
    const point = (id: string, coverage: number) => ({
      id,
      name: `dataset ${id}`,
      coverage,
      meanTags: 4,
      rows: 9,
      isSelection: false,
    });
    const spec = datasetChart({ ...snapshot, datasetPoints: [point('a', 1), point('b', 1), point('c', 0)] }, english);
    const places = ['a', 'b', 'c'].map((id) => {
      const label = [...parseSvg(spec).querySelectorAll('text')].find((node) => node.textContent === `dataset ${id}`)!;
      return { x: Number(label.getAttribute('x')), y: Number(label.getAttribute('y')) };
    });
    expect(Math.max(...places.map(({ x }) => x))).toBeLessThan(size.width - 60);
    expect(places[0]!.x).toBe(places[1]!.x);
    expect(Math.abs(places[0]!.y - places[1]!.y)).toBeGreaterThanOrEqual(14);
  });

  it('keeps every mark inside the picture', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => ({
      first: `a${index}`,
      second: 'b',
      rows: 50 - index,
      lift: 1,
    }));
    for (const spec of [hostileRanks(), pairsChart({ ...snapshot, pairs }, english)]) {
      const numbers = [...parseSvg(spec).querySelectorAll('rect')].map(
        (bar) => Number(bar.getAttribute('x')) + Number(bar.getAttribute('width')),
      );
      expect(Math.max(...numbers)).toBeLessThanOrEqual(size.width);
    }
  });
});

describe('ticks', () => {
  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 7, [0, 2, 4, 6]],
    [3, 3, [3]],
    [0, 52002, [0, 20000, 40000]],
  ])('from %d to %d are round', (low, high, ticks) => {
    expect(linearTicks(low, high)).toEqual(ticks);
  });

  it('of a logarithmic axis are powers of ten, or the ends where none lies between', () => {
    expect(logTicks(1, 2000)).toEqual([1, 10, 100, 1000]);
    expect(logTicks(20, 80)).toEqual([20, 80]);
    expect([1, 10, 1000, 0.1].every(isPowerOfTen)).toBe(true);
    expect(isPowerOfTen(20)).toBe(false);
  });
});

describe('the chart on screen', () => {
  it('draws marks at the edge of the plot whole', () => {
    const datasetPoints = [{ id: 'a', name: 'a', coverage: 1, meanTags: 0, rows: 9, isSelection: false }];
    const drawn = chartConfiguration(
      datasetChart({ ...snapshot, datasetPoints }, english),
      readPalette(),
    ).configuration;
    const [dataset] = drawn.data.datasets as { readonly clip?: number; readonly pointRadius?: number }[];
    expect(dataset!.clip).toBeGreaterThan(dataset!.pointRadius!);
    expect(drawn.options!.layout!.padding).toMatchObject({ right: dataset!.clip });
  });
});
