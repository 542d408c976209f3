import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rowTagsOf, tagTableOf } from '../../../../src/core/normalize/tagTable';
import type { SelectionData } from '../../../../src/core/select/selector';
import type { Judge, JudgedText } from '../../../../src/core/select/tacosJudging';
import { Spending } from '../../../../src/core/tagging/spending';
import {
  judgeRows,
  judgingCost,
  planJudging,
  type JudgingOutcome,
  type JudgingPlan,
} from '../../../../src/node/judging/judgeSelection';
import { createOpenaiJudge } from '../../../../src/node/judging/openaiJudge';

let folder: string;
let journalPath: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-judging-'));
  journalPath = path.join(folder, 'data.jsonl.judging.jsonl');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const table = tagTableOf([['a'], ['b'], ['a', 'b'], ['c'], ['a', 'c']]);
const data: SelectionData = { tags: rowTagsOf(table), tagNames: table.names };
const request = { method: 'tacos', count: 2, seed: 0, parameters: { tacos: { clustering: 'off' } } } as const;
const readText = (row: number): Promise<JudgedText> =>
  Promise.resolve({ query: `query ${row}`, answer: 'x'.repeat(row) });
const options = (id: string) => ({ data, request, mode: 'pairs' as const, judge: id, journalPath, readText });

/** Scores are ten times the length of the answer; fails from the given question on. */
function fakeJudge(id: string, failsFrom = Infinity): Judge & { asked: number } {
  const judge = {
    id,
    asked: 0,
    judge: (texts: readonly JudgedText[]) => {
      judge.asked++;
      return Promise.resolve(
        judge.asked > failsFrom
          ? { kind: 'trouble' as const, message: 'no credit', stopsRun: true }
          : { kind: 'scores' as const, scores: texts.map(({ answer }) => 10 * answer.length) },
      );
    },
  };
  return judge;
}

async function planned(id: string): Promise<JudgingPlan> {
  const plan = await planJudging(options(id));
  if ('problems' in plan) throw new Error(plan.problems.join(' '));
  return plan;
}

describe('judgeRows', () => {
  it('counts before it asks, and gives every row its mean score', async () => {
    const plan = await planned('judge');
    expect(plan).toMatchObject({ openCount: 6 });
    expect(plan.promptTokens).toBeGreaterThan(6 * 50);
    expect(judgingCost(plan, { promptPerMillion: 1e6, completionPerMillion: 0 })).toBe(plan.promptTokens);
    const { scores, answered } = await judgeRows(plan, fakeJudge('judge'), options('judge'));
    expect(answered).toBe(6);
    expect([...scores]).toEqual([0, 10, 20, 30, 40]);
  });

  it('goes on where a failed run stopped, past a torn line', async () => {
    const first = await judgeRows(await planned('judge'), fakeJudge('judge', 3), {
      ...options('judge'),
      concurrency: 1,
    });
    expect(first).toMatchObject({ answered: 3, failures: [{ message: 'no credit' }] });
    await appendFile(journalPath, '{"judge":"judge","task":"to');
    const plan = await planned('judge');
    expect(plan).toMatchObject({ openCount: 3 });
    const judge = fakeJudge('judge');
    expect([...(await judgeRows(plan, judge, options('judge'))).scores]).toEqual([0, 10, 20, 30, 40]);
    expect(judge.asked).toBe(3);
    expect(await planned('judge')).toMatchObject({ openCount: 0 });
    expect((await readFile(journalPath, 'utf8')).trim().split('\n')).toHaveLength(7);
  });

  it('asks nothing that another window has asked since the plan was made', async () => {
    const plan = await planned('judge');
    await judgeRows(await planned('judge'), fakeJudge('judge'), { ...options('judge'), limit: 4 });
    const judge = fakeJudge('judge');
    const outcome = await judgeRows(plan, judge, options('judge'));
    expect([judge.asked, outcome.answered, outcome.openCount]).toEqual([2, 2, 0]);
    expect([...outcome.scores]).toEqual([0, 10, 20, 30, 40]);
  });

  it('puts the same question once, whichever rows ask it', async () => {
    const alike = { ...options('judge'), mode: 'single' as const };
    const twins = { ...alike, readText: (row: number) => readText(row % 2) };
    const plan = await planJudging(twins);
    if ('problems' in plan) throw new Error(plan.problems.join(' '));
    expect(plan.openCount).toBe(2);
    const judge = fakeJudge('judge');
    const { scores, openCount } = await judgeRows(plan, judge, twins);
    expect([judge.asked, openCount, ...scores]).toEqual([2, 0, 0, 10, 0, 10, 0]);
  });

  it("does not take another judge's verdicts", async () => {
    await judgeRows(await planned('judge'), fakeJudge('judge'), options('judge'));
    expect(await planned('other')).toMatchObject({ openCount: 6 });
  });

  it('refuses what the selector would refuse', async () => {
    const plan = await planJudging({ ...options('judge'), request: { ...request, count: 0 } });
    expect(plan).toEqual({ problems: ['n must be a whole number of at least 1, got 0.'] });
  });
});

describe('createOpenaiJudge', () => {
  let server: Server;
  let replies: { status: number; content: string }[];
  const bodies: { temperature?: number; messages: { content: string }[] }[] = [];
  beforeEach(async () => {
    bodies.length = 0;
    server = createServer((incoming, outgoing) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        bodies.push(JSON.parse(text) as (typeof bodies)[number]);
        const { status, content } = replies.shift() ?? { status: 500, content: '' };
        outgoing.writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
        const message = { role: 'assistant', content };
        outgoing.end(JSON.stringify(status === 200 ? { choices: [{ message }] } : { error: { message: content } }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const judge = () => {
    const { port } = server.address() as AddressInfo;
    return createOpenaiJudge({ baseUrl: `http://127.0.0.1:${port}/v1`, model: 'm', apiKey: 'secret' });
  };
  const texts = [
    { query: 'q', answer: 'one' },
    { query: 'q', answer: 'two' },
  ];

  it('asks at temperature 0 and tries again where the service is busy', async () => {
    replies = [
      { status: 429, content: 'busy' },
      { status: 200, content: 'Scores: [70, 85]' },
    ];
    expect(await judge().judge(texts)).toEqual({ kind: 'scores', scores: [70, 85] });
    expect(bodies).toHaveLength(2);
    expect(bodies[1]).toMatchObject({ temperature: 0 });
    expect(bodies[1]!.messages[1]!.content).toContain('two');
  });

  /** A dollar per token; each reply reports 60. */
  async function judgedWith(maxCost: number): Promise<{ outcome: JudgingOutcome; paid: number }> {
    const reporting = createServer((incoming, outgoing) => {
      incoming.resume().on('end', () => {
        outgoing.writeHead(200, { 'content-type': 'application/json' });
        const usage = { prompt_tokens: 50, completion_tokens: 10 };
        outgoing.end(JSON.stringify({ choices: [{ message: { content: '[1, 2]' } }], usage }));
        paid += 60;
      });
    });
    let paid = 0;
    await new Promise<void>((resolve) => reporting.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(reporting.address() as AddressInfo).port}/v1`;
    const spending = new Spending({ maxCost, price: { promptPerMillion: 1e6, completionPerMillion: 1e6 } });
    const asking = createOpenaiJudge({ baseUrl, model: 'm', spending });
    const outcome = await judgeRows(await planned(asking.id), asking, { ...options(asking.id), concurrency: 4 });
    reporting.closeAllConnections();
    await new Promise((resolve) => reporting.close(resolve));
    return { outcome, paid };
  }

  it('spends what the service reports, and stops before a question could exceed the money', async () => {
    const question = (await planned('m')).promptTokens / 6;
    const most = question + 16 + 100;
    const { outcome, paid } = await judgedWith(3 * 60 + most - 1);
    expect([paid, outcome.answered, outcome.openCount]).toEqual([180, 3, 3]);
    expect(outcome).toMatchObject({ failures: [], stopReason: expect.stringContaining('money of this run') as string });
    expect((await judgedWith(10_000)).outcome).toMatchObject({ answered: 3, openCount: 0 });
  });

  it('leaves a reply without scores to another run, and stops where the key is wrong', async () => {
    replies = [{ status: 200, content: 'Both are fine.' }];
    expect(await judge().judge(texts)).toMatchObject({ kind: 'trouble', stopsRun: false });
    replies = [{ status: 401, content: 'bad key' }];
    const refused = await judge().judge(texts);
    expect(refused).toMatchObject({ kind: 'trouble', stopsRun: true });
    expect(JSON.stringify(refused)).not.toContain('secret');
  });
});
