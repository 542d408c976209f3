import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Judge } from '../../src/core/select/tacosJudging';
import { judgeRows } from '../../src/node/judging/judgeSelection';
import type { DatasetSession } from '../../src/node/session/datasetSession';
import { JudgedScores } from '../../src/node/session/judgedScores';
import { bundleThread } from '../support/threadBundle';
import { dataOf } from '../unit/core/select/selectionData';

function entry(): string {
  const file = fileURLToPath(new URL('../../src/workers/measureJob.ts', import.meta.url));
  return readFileSync(file, 'utf8').replaceAll("'../", "'./src/");
}

/** A session whose row k has an answer of k letters. */
function sessionAt(file: string): Pick<DatasetSession, 'path' | 'readOne'> {
  const readOne = (row: number) =>
    Promise.resolve({
      read: {
        kind: 'row',
        conversation: {
          turns: [
            { role: 'user', parts: [{ kind: 'text', text: `query ${row}` }] },
            { role: 'assistant', parts: [{ kind: 'text', text: 'x'.repeat(row) }] },
          ],
        },
      },
    });
  return { path: file, readOne: readOne as unknown as DatasetSession['readOne'] };
}

/** Ten points for each letter of an answer. */
const judge: Judge = {
  id: 'model/prompt',
  judge: (texts) => Promise.resolve({ kind: 'scores', scores: texts.map(({ answer }) => 10 * answer.length) }),
};

describe('scores by a judge', () => {
  const data = dataOf([['a'], ['b'], ['a', 'b'], ['c'], []]);
  const choice = { judge: judge.id, mode: 'single', clustering: 'off' } as const;
  let distFolder = '';
  let folder = '';
  beforeAll(async () => {
    distFolder = await bundleThread('measureJob', entry());
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-judged-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = () => new JudgedScores(sessionAt(path.join(folder, 'data.jsonl')), distFolder);

  async function ask(judged: JudgedScores, limit: number): Promise<number> {
    const plan = await judged.plan(data, { choice, seed: 0 });
    if ('problems' in plan) throw new Error(plan.problems.join(' '));
    await judgeRows(plan, judge, { ...judged.requestOf(data, { choice, seed: 0 }), limit });
    judged.forget();
    return plan.openCount;
  }

  it('are those of the verdicts so far, and a later run asks only the rest', async () => {
    const judged = open();
    expect(await judged.judges()).toEqual([]);
    expect(await ask(judged, 2)).toBe(5);
    expect([...(await judged.scores(data, { choice, seed: 0 })).values]).toEqual([0, 10, NaN, NaN, NaN]);
    expect(await ask(open(), 100)).toBe(3);
    judged.forget();
    expect([...(await judged.scores(data, { choice, seed: 0 })).values]).toEqual([0, 10, 20, 30, 40]);
    expect(await judged.judges()).toEqual([judge.id]);
    expect((await readFile(judged.journalPath, 'utf8')).trim().split('\n')).toHaveLength(5);
  });

  it('change their version when verdicts are added', async () => {
    const judged = open();
    const { version } = judged;
    await ask(judged, 1);
    expect(judged.version).toBeGreaterThan(version);
  });

  it('of a request that cannot be carried out are refused in words', async () => {
    const request = { choice, seed: 0, constraints: { minimumQuality: 3 } };
    expect(await open().plan(data, request)).toMatchObject({ problems: [expect.stringContaining('quality')] });
    await expect(open().scores(data, request)).rejects.toThrow('quality');
  });
});
