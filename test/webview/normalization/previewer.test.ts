import { beforeEach, afterEach, expect, it, vi } from 'vitest';
import type { PreviewCounts, WorkbenchParameters } from '../../../src/protocol/normalization';
import type { AbortSignalLike } from '../../../src/core/ports';
import { Previewer } from '../../../webview/normalization/previewer';

const parameters: WorkbenchParameters = {
  order: 'frequency-first',
  frequency: { isOn: true, isAuto: true, alpha: 2 },
  rules: 'lemma',
  semantic: { isOn: true, epsilon: 0.05, minSamples: 2 },
  association: { isOn: true, isAuto: true, support: 2, confidence: 0.99 },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const asked: { readonly signal: AbortSignalLike; answer(tags: number): void }[] = [];
  const counts: number[] = [];
  const previewer = new Previewer({
    preview: (_params, signal) =>
      new Promise<PreviewCounts>((resolve) => asked.push({ signal, answer: (tags) => resolve({ tags, changes: [] }) })),
    onStart: () => {},
    onCounts: (answer) => counts.push(answer.tags),
    onError: () => {},
  });
  return { previewer, asked, counts };
}

it('asks once for a burst of moves', async () => {
  const { previewer, asked } = setUp();
  for (let move = 0; move < 20; move++) previewer.ask(parameters, 'semantic');
  await vi.advanceTimersByTimeAsync(40);
  expect(asked.length).toBe(1);
});

it('cancels what a newer move overtook, and drops its answer', async () => {
  const { previewer, asked, counts } = setUp();
  previewer.ask(parameters, 'semantic');
  await vi.advanceTimersByTimeAsync(40);
  previewer.ask(parameters, 'semantic');
  await vi.advanceTimersByTimeAsync(40);
  asked[1]?.answer(2);
  asked[0]?.answer(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked[0]?.signal.aborted).toBe(true);
  expect(counts).toEqual([2]);
});

it('tells nothing after it was stopped', async () => {
  const { previewer, asked, counts } = setUp();
  previewer.ask(parameters, 'frequency');
  await vi.advanceTimersByTimeAsync(40);
  previewer.stop();
  asked[0]?.answer(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(counts).toEqual([]);
});
