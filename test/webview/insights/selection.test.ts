// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/protocol/cancelSource';
import type { PreviewRow } from '../../../src/protocol/insights';
import {
  constraintCount,
  contradiction,
  readField,
  withNumber,
  withoutConstraints,
} from '../../../webview/insights/selection/constraints';
import { LatestRun } from '../../../webview/insights/selection/latestRun';
import { PreviewPages } from '../../../webview/insights/selection/previewPages';
import { PreviewTable } from '../../../webview/insights/selection/previewTable';
import { positionOf, sizeAt, sizeSteps } from '../../../webview/insights/selection/sizeScale';
import { shortfallWords, summaryWords } from '../../../webview/insights/selection/summaryWords';
import { english } from '../../../webview/insights/words/english';
import { selection, settings } from './fixtures';

describe('the size slider', () => {
  it('reaches one end and the exact other, in round sizes', () => {
    expect(sizeAt(0, 52002)).toBe(10);
    expect(sizeAt(sizeSteps, 52002)).toBe(52002);
    for (let position = 1; position < sizeSteps; position++) {
      const size = sizeAt(position, 52002);
      expect(size).toBeGreaterThanOrEqual(sizeAt(position - 1, 52002));
      expect(Number(size.toPrecision(2))).toBe(size);
    }
  });

  it.each([1, 3, 10, 11, 3422, 306044])('finds the position of each size it offers, of %d', (maximum) => {
    for (const position of [0, 100, 399, sizeSteps]) {
      const size = sizeAt(position, maximum);
      expect(size).toBeGreaterThanOrEqual(1);
      expect(size).toBeLessThanOrEqual(maximum);
      expect(sizeAt(positionOf(size, maximum), maximum)).toBe(size);
    }
  });
});

describe('the sentence of a selection', () => {
  it('is the one of the design', () => {
    expect(summaryWords({ ...selection, selected: 6000 }, english)).toBe(
      '6,000 rows · coverage 100 % · mean tags 16.56 · longer than the data by 31 %',
    );
  });

  it('says shorter, equal, quality and shortfall where there is any', () => {
    expect(summaryWords({ ...selection, lengthShift: -0.12, meanQuality: 0.5 }, english)).toContain(
      'mean quality 0.5 · shorter than the data by 12 %',
    );
    expect(summaryWords({ ...selection, lengthShift: 0.001 }, english)).toContain('as long as the data');
    expect(shortfallWords({ ...selection, shortfall: 1 }, english)).toBe('3 asked for, 1 short');
    expect(shortfallWords(selection, english)).toBe('');
  });
});

describe('constraints', () => {
  it('are read from text, percent as a share', () => {
    expect(readField('minimumLength', ' 1,200 ', english)).toEqual({ kind: 'value', value: 1200 });
    expect(readField('quotaShare', '50 %', english)).toEqual({ kind: 'value', value: 0.5 });
    expect(readField('minimumQuality', '-2.5', english)).toEqual({ kind: 'value', value: -2.5 });
    expect(readField('minimumQuality', '', english)).toEqual({ kind: 'none' });
  });

  it('say what was received where it cannot be used', () => {
    expect(readField('minimumQuality', 'much', english)).toEqual({ kind: 'problem', message: 'Not a number: “much”' });
    expect(readField('quotaShare', '120', english)).toEqual({ kind: 'problem', message: 'From 1 to 100; got 120' });
    expect(contradiction({ ...settings, minimumLength: 9, maximumLength: 3 }, english)).toBe(
      'The minimum length is above the maximum.',
    );
  });

  it('are counted, taken away one by one and all at once', () => {
    const constrained = { ...settings, qualityPath: 'reward', minimumQuality: 1, quotaPath: 'source', quotaShare: 0.3 };
    expect(constraintCount(constrained)).toBe(3);
    expect(withNumber(constrained, 'minimumQuality', undefined)).not.toHaveProperty('minimumQuality');
    expect(withoutConstraints(constrained)).toEqual(settings);
  });
});

describe('the newest request', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function makeRun() {
    const pending: {
      readonly request: number;
      readonly settle: (answer: string) => void;
      readonly signal: { readonly aborted: boolean };
    }[] = [];
    const answers: string[] = [];
    const slow: boolean[] = [];
    const errors: Error[] = [];
    const run = new LatestRun<number, string>({
      run: (request, signal) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new Cancelled()));
          pending.push({ request, settle: resolve, signal });
        }),
      onAnswer: (answer) => answers.push(answer),
      onError: (error) => errors.push(error),
      onDidBecomeSlow: (isSlow) => slow.push(isSlow),
      patienceMs: 250,
    });
    return { run, pending, answers, slow, errors };
  }

  it('waits for a quick job, and those in between are never run', async () => {
    const { run, pending, answers } = makeRun();
    for (const request of [1, 2, 3]) run.request(request);
    pending[0]!.settle('one');
    await vi.advanceTimersByTimeAsync(0);
    pending[1]!.settle('three');
    await vi.advanceTimersByTimeAsync(0);
    expect(pending.map(({ request }) => request)).toEqual([1, 3]);
    expect(answers).toEqual(['one', 'three']);
  });

  it('cancels a job that has become slow, whose answer is then dropped', async () => {
    const { run, pending, answers, slow, errors } = makeRun();
    run.request(1);
    await vi.advanceTimersByTimeAsync(300);
    run.request(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(pending[0]!.signal.aborted).toBe(true);
    pending[0]!.settle('stale');
    pending[1]!.settle('fresh');
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toEqual(['fresh']);
    expect(slow).toEqual([true, false]);
    expect(errors).toEqual([]);
  });

  it('does not wait for a job that has shown an estimate', async () => {
    const { run, pending, answers } = makeRun();
    run.request(1);
    run.supersede();
    expect(pending[0]!.signal.aborted).toBe(false);
    run.request(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(pending[0]!.signal.aborted).toBe(true);
    pending[1]!.settle('two');
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toEqual(['two']);
  });

  it('shows no sign of work for a quick answer, and can be stopped', async () => {
    const { run, pending, answers, slow } = makeRun();
    run.request(1);
    await vi.advanceTimersByTimeAsync(100);
    pending[0]!.settle('one');
    await vi.advanceTimersByTimeAsync(500);
    run.request(2);
    run.stop();
    await vi.advanceTimersByTimeAsync(500);
    expect([answers, slow]).toEqual([['one'], []]);
  });
});

describe('the preview', () => {
  const row = (rank: number): PreviewRow => ({
    rank,
    row: rank * 10,
    why: `round ${rank}`,
    query: '<script>x</script>',
    pills: [{ name: 'a' }],
    tagCount: 1,
  });
  const settle = () => new Promise((resolve) => setTimeout(resolve));

  it('drops pages of the selection before', async () => {
    const answers: ((rows: readonly PreviewRow[]) => void)[] = [];
    const pages = new PreviewPages(
      ({ start }) => new Promise((resolve) => answers.push((rows) => resolve({ start, rows }))),
      () => {},
    );
    expect(pages.rowAt(0)).toBeUndefined();
    pages.reset();
    expect(pages.rowAt(0)).toBeUndefined();
    answers[1]!([row(2)]);
    answers[0]!([row(1)]);
    await settle();
    expect(pages.rowAt(0)?.rank).toBe(2);
  });

  it('asks again for a page that failed only when told to', async () => {
    const read = vi
      .fn()
      .mockRejectedValueOnce(new Error('gone'))
      .mockResolvedValue({ start: 0, rows: [row(1)] });
    const pages = new PreviewPages(read, () => {});
    pages.rowAt(0);
    await settle();
    expect([pages.hasFailed(), pages.rowAt(0), read.mock.calls.length]).toEqual([true, undefined, 1]);
    pages.retry();
    pages.rowAt(0);
    await settle();
    expect(pages.rowAt(0)?.rank).toBe(1);
  });

  it('pins with p, excludes with x, opens with Enter, and keeps hostile text as text', async () => {
    const onOpen = vi.fn();
    const onMark = vi.fn();
    const table = new PreviewTable({
      words: english,
      read: async () => ({ start: 0, rows: [1, 2, 3].map(row) }),
      onOpen,
      onMark,
      onTag: vi.fn(),
    });
    document.body.append(table.node);
    table.show(selection);
    await settle();
    const grid = table.node.querySelector<HTMLElement>('[data-testid=selection-preview]')!;
    for (const key of ['ArrowDown', 'ArrowDown', 'p', 'X', 'Enter'])
      grid.dispatchEvent(new KeyboardEvent('keydown', { key }));
    expect(onMark.mock.calls).toEqual([
      [20, 'pinned'],
      [20, 'excluded'],
    ]);
    expect(onOpen).toHaveBeenCalledWith(20);
    expect(grid.getAttribute('aria-activedescendant')).toBe('preview-1');
    expect(table.node.querySelector('script')).toBeNull();
    expect(table.node.querySelector('[data-testid=preview-row-3]')!.textContent).toContain('<script>');
  });
});
