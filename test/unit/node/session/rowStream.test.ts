import { describe, expect, it, onTestFinished } from 'vitest';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { forEachRow, forEachRowBytes } from '../../../../src/node/session/rowStream';
import { temporaryFile } from '../../../support/temporaryFiles';

async function opened(rowCount: number) {
  const text = Array.from({ length: rowCount }, (_, row) => `{"row": ${row}}\n`).join('');
  const dataset = await openDataset(temporaryFile('data.jsonl', text));
  onTestFinished(() => dataset.close());
  return dataset;
}

describe('forEachRow', () => {
  it('visits every row once, in order, and tells the end', async () => {
    const seen: unknown[] = [];
    const told: number[] = [];
    await forEachRow(await opened(1300), (row, parsed) => seen.push([row, parsed.kind === 'value' && parsed.value]), {
      onProgress: (done) => told.push(done),
    });
    expect(seen).toEqual(Array.from({ length: 1300 }, (_, row) => [row, { row }]));
    expect(told.at(-1)).toBe(1300);
  });

  it('lets others have a turn between slow rows', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    onTestFinished(() => clearInterval(timer));
    let longest = 0;
    let lastTurns = 0;
    let sinceTurn = performance.now();
    await forEachRow(await opened(60), () => {
      if (turns !== lastTurns) sinceTurn = performance.now();
      lastTurns = turns;
      for (const end = performance.now() + 4; performance.now() < end;);
      longest = Math.max(longest, performance.now() - sinceTurn);
    });
    expect(turns).toBeGreaterThan(3);
    expect(longest).toBeLessThan(200); // one turn is 16 ms; the bound is generous for busy machines
  });

  it('ends where the visitor says so, and where it is cancelled', async () => {
    const dataset = await opened(2000);
    let seen = 0;
    await forEachRowBytes(dataset, () => (++seen === 700 ? 'stop' : undefined));
    expect(seen).toBe(700);
    await expect(forEachRow(dataset, () => {}, { cancellation: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
