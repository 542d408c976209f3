// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ChartCard } from '../../../webview/insights/charts/chartCard';
import type { ChartCardContext } from '../../../webview/insights/charts/chartCard';
import { moveCursor } from '../../../webview/insights/charts/chartCursor';
import type { Datum } from '../../../webview/insights/charts/chartDrawing';
import type { ChartTarget } from '../../../webview/insights/charts/chartSpec';
import { coverageChart } from '../../../webview/insights/charts/coverageChart';
import { rankFrequencyChart } from '../../../webview/insights/charts/distributionCharts';
import { english } from '../../../webview/insights/words/english';
import { palette, selection, snapshot } from './fixtures';

const hostile = '<b onclick=alert(1)>tag</b>';
const ranks = rankFrequencyChart(
  {
    ...snapshot,
    rankFrequency: { rows: 9, isSampled: true, rank: [1, 2], count: [9, 1], tag: [hostile, 'css'], onceShare: 0.5 },
  },
  english,
);

function makeCard(spec = ranks, isTable = false) {
  const followed: ChartTarget[] = [];
  const highlights: (Datum | null)[] = [];
  const context: ChartCardContext = {
    words: english,
    palette: () => palette,
    follow: (target) => followed.push(target),
    save: vi.fn(),
    createDrawing: () => ({ update: vi.fn(), dispose: vi.fn(), highlight: (datum) => highlights.push(datum) }),
  };
  const card = new ChartCard(context, { spec, isTable, onDidToggle: vi.fn() });
  document.body.append(card.node);
  const press = (key: string) =>
    card.node.querySelector('canvas')!.dispatchEvent(new KeyboardEvent('keydown', { key }));
  return { card, followed, highlights, press };
}

afterEach(() => document.body.replaceChildren());

describe('a chart card', () => {
  it('says to a screen reader what is seen, over how many rows', () => {
    const { card } = makeCard();
    const canvas = card.node.querySelector('canvas')!;
    expect(canvas.getAttribute('role')).toBe('img');
    expect(canvas.getAttribute('aria-label')).toContain('Half of all tags occur once');
    expect(canvas.getAttribute('aria-label')).toContain('n = 9');
    expect(card.node.textContent).toContain('sampled');
  });

  it('moves through the data by arrow keys, tells each datum, and follows it on Enter', () => {
    const { card, followed, highlights, press } = makeCard();
    press('ArrowRight');
    press('ArrowRight');
    expect(highlights).toEqual([
      { series: 0, point: 0 },
      { series: 0, point: 1 },
    ]);
    expect(card.node.querySelector('[aria-live]')!.textContent).toBe('css, Rank: 2, Rows with the tag: 1');
    press('Enter');
    expect(followed).toEqual([{ kind: 'rows', filters: [{ kind: 'tag', tag: 'css', isExcluded: false }] }]);
  });

  it('shows the same data as a table whose rows lead to their rows; a hostile name stays text', () => {
    const { card, followed } = makeCard(ranks, true);
    expect(card.node.querySelector('canvas')).toBeNull();
    expect(card.node.querySelector('b')).toBeNull();
    expect(card.node.querySelector('tbody')!.textContent).toContain(hostile);
    card.node.querySelector<HTMLElement>('tbody button')!.click();
    expect(followed).toEqual([{ kind: 'rows', filters: [{ kind: 'tag', tag: hostile, isExcluded: false }] }]);
  });

  it('turns into words when it becomes empty, and back', () => {
    const { card } = makeCard();
    card.show(rankFrequencyChart(snapshot, english));
    expect(card.node.textContent).toContain('There is no tag to rank yet.');
    expect(card.node.querySelector('canvas')).toBeNull();
    card.show(ranks);
    expect(card.node.querySelector('canvas')).not.toBeNull();
  });
});

describe('the cursor', () => {
  const coverage = coverageChart(selection, english);

  it('passes over the band and changes between lines at the same place', () => {
    const start = moveCursor(coverage, null, 'ArrowRight');
    expect(start).toEqual({ series: 1, point: 0 });
    expect(moveCursor(coverage, { series: 1, point: 2 }, 'ArrowDown')).toEqual({ series: 2, point: 2 });
    expect(moveCursor(coverage, { series: 2, point: 2 }, 'ArrowRight')).toEqual({ series: 2, point: 2 });
    expect(moveCursor(coverage, { series: 1, point: 0 }, 'End')).toEqual({ series: 2, point: 2 });
  });

  it('does not move for other keys or without data', () => {
    expect(moveCursor(coverage, null, 'a')).toBeNull();
    expect(moveCursor(coverageChart(undefined, english), null, 'ArrowRight')).toBeNull();
  });
});
