import { describe, expect, it } from 'vitest';
import { judgePrompt, readScores } from '../../../../src/core/select/judgePrompt';
import {
  judgeTasks,
  runJudging,
  scoresOfRows,
  type Judge,
  type JudgeVerdict,
} from '../../../../src/core/select/tacosJudging';
import type { TacosPlan } from '../../../../src/core/select/tacosPlan';

const plan: TacosPlan = {
  clusters: [Uint32Array.of(0, 1, 2), Uint32Array.of(3, 4)],
  rows: Uint32Array.of(0, 1, 2, 3, 4),
  notes: [],
};

/** Scores a row by ten times its number, plus five for whoever stands first. */
const biasedJudge: Judge = {
  id: 'biased',
  judge: (texts) =>
    Promise.resolve({ kind: 'scores', scores: texts.map(({ query }, at) => 10 * Number(query) + (at === 0 ? 5 : 0)) }),
};
const readText = (row: number) => Promise.resolve({ query: `${row}`, answer: '' });

describe('judgeTasks', () => {
  it('asks every pair in both orders and pairs the odd row again', () => {
    const tasks = judgeTasks(plan, 'pairs', 1);
    expect(tasks).toHaveLength(6);
    for (const { rows } of tasks)
      expect(tasks.some((other) => other.rows[0] === rows[1] && other.rows[1] === rows[0])).toBe(true);
    expect(new Set(tasks.flatMap(({ rows }) => [...rows]))).toEqual(new Set([0, 1, 2, 3, 4]));
    expect(judgeTasks(plan, 'pairs', 1)).toEqual(tasks);
  });

  it('asks each row once in the ablation, and nothing of a row that is alone', () => {
    expect(judgeTasks(plan, 'single', 1).map(({ rows }) => [...rows])).toEqual([[0], [1], [2], [3], [4]]);
    expect(judgeTasks({ ...plan, clusters: [Uint32Array.of(7)] }, 'pairs', 1)).toEqual([]);
  });
});

describe('runJudging', () => {
  it('cancels the favour of a position by averaging both orders', async () => {
    const tasks = judgeTasks(plan, 'pairs', 1);
    const { verdicts } = await runJudging({ tasks, judge: biasedJudge, readText });
    expect([...scoresOfRows(tasks, verdicts, 6)]).toEqual([2.5, 12.5, 22.5, 32.5, 42.5, NaN]);
  });

  it('asks only what is not known, and hands every verdict out at once', async () => {
    const tasks = judgeTasks(plan, 'pairs', 1);
    const kept = new Map<string, JudgeVerdict>();
    const onVerdict = (verdict: JudgeVerdict) => void kept.set(verdict.key, verdict);
    await runJudging({ tasks, judge: biasedJudge, readText, onVerdict, limit: 4 });
    expect(kept.size).toBe(4);
    let asked = 0;
    const counting: Judge = { id: 'c', judge: (texts) => (asked++, biasedJudge.judge(texts)) };
    const { verdicts } = await runJudging({ tasks, judge: counting, readText, known: kept });
    expect([asked, verdicts.size]).toEqual([2, 6]);
  });

  it('keeps failures apart and stops where every question would fail alike', async () => {
    const tasks = judgeTasks(plan, 'pairs', 1);
    const broken = (stopsRun: boolean): Judge => ({
      id: 'broken',
      judge: () => Promise.resolve({ kind: 'trouble', message: '401', stopsRun }),
    });
    expect((await runJudging({ tasks, judge: broken(false), readText })).failures).toHaveLength(6);
    expect((await runJudging({ tasks, judge: broken(true), readText, concurrency: 1 })).failures).toHaveLength(1);
  });

  it('keeps the answers that are under way when something fails, and asks nothing more', async () => {
    const tasks = judgeTasks({ ...plan, rows: Uint32Array.from({ length: 9 }, (_, row) => row) }, 'single', 1);
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    let asked = 0;
    const judge: Judge = {
      id: 'slow',
      judge: async (texts) => {
        if (asked++ > 0) await answered;
        return biasedJudge.judge(texts);
      },
    };
    const kept: string[] = [];
    const onVerdict = ({ key }: JudgeVerdict): Promise<void> => {
      if (key === '0') return Promise.reject(new Error('disk full'));
      kept.push(key);
      return Promise.resolve();
    };
    const run = runJudging({ tasks, judge, readText, onVerdict, concurrency: 3 });
    setTimeout(answer, 10);
    await expect(run).rejects.toThrow('disk full');
    expect([asked, kept]).toEqual([3, ['1', '2']]);
  });

  it('ends with the reason where questions are not put any more, which are no failures', async () => {
    const tasks = judgeTasks(plan, 'single', 1);
    let asked = 0;
    const judge: Judge = {
      id: 'poor',
      judge: (texts) =>
        asked++ < 2
          ? biasedJudge.judge(texts)
          : Promise.resolve({ kind: 'trouble', message: 'no money', stopsRun: true, isUnasked: true }),
    };
    const result = await runJudging({ tasks, judge, readText, concurrency: 1 });
    expect(result).toMatchObject({ failures: [], stopReason: 'no money' });
    expect([result.verdicts.size, asked]).toEqual([2, 3]);
  });

  it('takes the same time for each of many questions', async () => {
    const perTask = async (count: number): Promise<number> => {
      const rows = Uint32Array.from({ length: count }, (_, row) => row);
      const tasks = judgeTasks({ ...plan, rows }, 'single', 1);
      const before = process.cpuUsage();
      await runJudging({ tasks, judge: biasedJudge, readText });
      const { user, system } = process.cpuUsage(before);
      return (user + system) / count;
    };
    await perTask(20_000);
    const few = await perTask(20_000);
    expect(await perTask(200_000)).toBeLessThan(4 * few);
  });

  it('counts a reply with too few scores as a failure', async () => {
    const judge: Judge = { id: 'short', judge: () => Promise.resolve({ kind: 'scores', scores: [1] }) };
    const { failures, verdicts } = await runJudging({ tasks: judgeTasks(plan, 'pairs', 1), judge, readText });
    expect([failures.length, verdicts.size]).toEqual([6, 0]);
  });
});

describe('the judge’s prompt and reply', () => {
  it('names both samples and asks for a list', () => {
    const { system, user } = judgePrompt([
      { query: 'q1', answer: 'a1' },
      { query: 'q2', answer: 'a2' },
    ]);
    expect(system).toContain('JSON list');
    expect(user.indexOf('q1')).toBeLessThan(user.indexOf('q2'));
  });

  it.each([
    ['[80, 65]', [80, 65]],
    ['```json\n[80, 65.5]\n```', [80, 65.5]],
    ['80 and 65', [80, 65]],
    ['[80]', null],
    ['[80, 650]', null],
    ['[80, -1]', null],
    ['', null],
  ])('reads %j', (reply, scores) => {
    expect(readScores(reply, 2)).toEqual(scores);
  });
});
