import { cp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { figuresOfRows, poolFiguresOf } from '../../src/core/measure/compareSelections';
import { prefixFigures } from '../../src/core/measure/prefixSums';
import { randomCurve } from '../../src/core/measure/curves';
import { selectRows } from '../../src/core/select/selectRows';
import { selectorNames, type SelectionRequest } from '../../src/core/select/selector';
import { makeSelection } from '../../src/node/session/makeSelection';
import { SelectionOrders, type OrderedSelection } from '../../src/node/session/selectionOrders';
import { SharedColumns } from '../../src/node/session/sharedColumns';
import type { SelectionSummary } from '../../src/protocol/insights';
import { bundleThread } from '../support/threadBundle';
import { dataOf, randomTagLists } from '../unit/core/select/selectionData';

function entryOf(name: string): string {
  const file = fileURLToPath(new URL(`../../src/workers/${name}.ts`, import.meta.url));
  return readFileSync(file, 'utf8').replaceAll("'../", "'./src/");
}

describe('SelectionOrders', () => {
  const data = new SharedColumns().share(
    dataOf(randomTagLists(3, 300, 40), { length: Uint32Array.from({ length: 300 }, (_, row) => (row * 7919) % 1000) }),
  );
  let folder = '';

  beforeAll(async () => {
    folder = await bundleThread('selectJob', entryOf('selectJob'));
    const measure = await bundleThread('measureJob', entryOf('measureJob'));
    await cp(path.join(measure, 'workers'), path.join(folder, 'workers'), { recursive: true });
  });

  async function ordered(orders: SelectionOrders, request: SelectionRequest): Promise<OrderedSelection> {
    const result = await orders.select(data, request, '');
    if (result.kind === 'refused') throw new Error(result.problems.join(' '));
    return result;
  }

  it('answers every n as a run of that n would', async () => {
    for (const method of selectorNames.filter((name) => name !== 'target')) {
      const orders = new SelectionOrders(folder);
      for (const count of [120, 30, 1, 250]) {
        const request = { method, count, seed: 2 } as const;
        const { selection, sums } = await ordered(orders, request);
        const direct = selectRows(data, request);
        if (direct.kind === 'refused') throw new Error(direct.problems.join(' '));
        expect([method, count, [...selection.rows]]).toEqual([method, count, [...direct.rows]]);
        expect(selection.shortfall).toBe(direct.shortfall);
        const figures = prefixFigures(sums, selection.rows.length, data.tagNames.length, poolFiguresOf(data));
        expect(figuresOfRows(data, direct.rows)).toMatchObject(figures);
      }
    }
  }, 60_000);

  it('says rounds and shortfall of the n asked for', async () => {
    const orders = new SelectionOrders(folder);
    for (const count of [1, 40, 299, 1000]) {
      const request = { method: 'complexity-first', count, seed: 0 } as const;
      const direct = selectRows(data, request);
      expect(await ordered(orders, request)).toMatchObject({
        selection: {
          requested: count,
          rounds: direct.kind === 'selection' ? direct.rounds : -1,
          shortfall: direct.kind === 'selection' ? direct.shortfall : -1,
        },
      });
    }
  });

  it('refuses what a selection refuses, whatever was kept', async () => {
    const orders = new SelectionOrders(folder);
    await ordered(orders, { method: 'random', count: 10, seed: 0 });
    expect(await orders.select(data, { method: 'random', count: 0, seed: 0 }, '')).toMatchObject({ kind: 'refused' });
    const pinned = { method: 'random', count: 1, seed: 0, constraints: { pinnedRows: [1, 2] } } as const;
    expect(await orders.select(data, pinned, '')).toMatchObject({ kind: 'refused' });
  });

  it('makes a summary whose curves are those of the selection and of random draws', async () => {
    const settings = { method: 'complexity-first', n: 100, seed: 0, isPadded: false, qualityPath: '' };
    const made = await makeSelection(settings, data, { orders: new SelectionOrders(folder), marks: new Map() });
    const { curve, coverage, selected } = made.summary;
    expect(selected).toBe(100);
    expect(curve.selection.at(-1)).toBeCloseTo(coverage, 12);
    const exact = randomCurve(data, 100, 60, 0);
    expect(curve.n).toEqual(exact.x);
    curve.randomMean.forEach((mean, at) => expect(mean).toBeCloseTo(exact.y[at]!, 9));
    curve.randomLow.forEach((low, at) => expect(low).toBeLessThanOrEqual(curve.randomHigh[at]!));
  });

  it('estimates from what is known while rows are found, within what can be', async () => {
    const orders = new SelectionOrders(folder);
    const settings = { method: 'target', n: 60, seed: 0, isPadded: false, qualityPath: '', targetCoverage: 0.8 };
    const of = async (n: number) => {
      const estimates: SelectionSummary[] = [];
      const onEstimate = (estimate: SelectionSummary) => void estimates.push(estimate);
      await makeSelection({ ...settings, n }, data, { orders, marks: new Map(), onEstimate });
      return estimates;
    };
    expect(await of(60)).toEqual([]);
    const [smaller] = await of(30);
    expect(smaller).toMatchObject({ estimatedFrom: 30, selected: 30 });
    const [larger] = await of(290);
    expect(larger).toMatchObject({ estimatedFrom: 30, selected: 290 });
    expect(larger!.coverage).toBeLessThanOrEqual(1);
    expect(larger!.curve.selection).toHaveLength(larger!.curve.n.length);
  });

  it('answers a larger n from the order that grew meanwhile, without an estimate', async () => {
    const orders = new SelectionOrders(folder);
    await orders.select(data, { method: 'k-center', count: 10, seed: 0 }, '');
    await vi.waitFor(async () => {
      const onEstimate = vi.fn();
      await orders.select(data, { method: 'k-center', count: 80, seed: 0 }, '', { onEstimate });
      expect(onEstimate).not.toHaveBeenCalled();
    });
  });

  it('stops when it is cancelled', async () => {
    const orders = new SelectionOrders(folder);
    const request = { method: 'random', count: 10, seed: 0 } as const;
    await expect(orders.select(data, request, '', { signal: AbortSignal.abort() })).rejects.toThrow('cancelled');
  });
});
