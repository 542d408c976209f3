import { appendFile, link, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowFormat } from '../../../../src/core/export/rowFormats';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import { Spending } from '../../../../src/core/tagging/spending';
import { problemWithTarget } from '../../../../src/node/export/targetProblems';
import { planRefining, type RefiningPlan } from '../../../../src/node/refining/planRefining';
import {
  createOpenaiRefiner,
  refineRows,
  type RefiningOutcome,
  type RefiningRun,
} from '../../../../src/node/refining/refineRows';
import { questionKey, refiningJournalPath } from '../../../../src/node/refining/refiningJournal';
import { writeRefined, type WrittenRefinement } from '../../../../src/node/refining/writeRefined';
import {
  apiError,
  completion,
  sendJson,
  startReplyServer,
  type Respond,
  type ReplyServer,
} from '../../../support/replyServer';

const lines = [
  '{"instruction": "Add 2 and 2.", "output": "4", "id": 12345678901234567890}',
  '{"instruction":"Name a bird.","output":"A crow"}',
  '{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"},{"role":"assistant","content":"d"}]}',
  '{"instruction": "torn',
];
const source = lines.map((line) => `${line}\n`).join('');

let folder: string;
let file: string;
let server: ReplyServer | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-refining-'));
  file = path.join(folder, 'chosen.jsonl');
  await writeFile(file, source);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** What a question asks for: `critique answer`, `rewrite query` and so on. */
function askedFor(body: Record<string, unknown>): string {
  const [system] = body['messages'] as { content: string }[];
  const kind = system!.content.startsWith('Name') ? 'critique' : 'rewrite';
  return `${kind} ${/\b(in the answer|Rewrite the answer)/.test(system!.content) ? 'answer' : 'query'}`;
}

const willing: Respond = (response, { body }) =>
  sendJson(response, 200, completion(`<think>hm</think>new ${askedFor(body)}`));

interface Done {
  readonly plan: RefiningPlan;
  readonly outcome: RefiningOutcome;
  readonly written: WrittenRefinement;
  readonly text: string;
}

interface Options extends Pick<RefiningRun, 'concurrency' | 'limit' | 'signal' | 'withPrivacyScan'> {
  readonly format?: RowFormat;
  readonly tries?: number;
  readonly spending?: Spending;
  readonly target?: string;
  /** Between the plan and the run. */
  readonly meanwhile?: () => Promise<void>;
}

async function refine(respond: Respond, options: Options = {}): Promise<Done> {
  await server?.stop();
  server = await startReplyServer(respond);
  const dataset = await openDataset(file, {});
  try {
    const { format = 'source', target = path.join(folder, 'refined.jsonl'), meanwhile, ...run } = options;
    const rows = Array.from({ length: dataset.rowCount }, (_, row) => row);
    const journalPath = refiningJournalPath(file);
    const request = { ...run, dataset, mapping: { kind: 'auto' } as const, rows, model: 'm', journalPath };
    const plan = await planRefining(request);
    await meanwhile?.();
    const ask = createOpenaiRefiner({ baseUrl: server.baseUrl, model: 'm', ...run });
    const outcome = await refineRows(plan, ask, request);
    const written = await writeRefined({ ...request, complete: outcome.complete, format, target });
    return { plan, outcome, written, text: await readFile(target, 'utf8') };
  } finally {
    await dataset.close();
  }
}

describe('refineRows', () => {
  it('puts the refined texts beside the original, whose tokens stay as they are', async () => {
    const { plan, outcome, written, text } = await refine(willing);
    expect([plan.requests, outcome.requests, server!.seen.length]).toEqual([8, 8, 8]);
    expect(outcome).toMatchObject({ promptTokens: 80, completionTokens: 40 });
    expect(server!.seen[0]!.body).toMatchObject({ model: 'm', temperature: 0.7 });
    expect(written).toMatchObject({ rows: 4, refined: 2, kept: 1, failed: 0, leftOut: 1 });
    const [first, , third, fourth] = text.split('\n');
    expect(first).toContain('{"instruction":"Add 2 and 2.","output":"4","id":12345678901234567890,"refined":{');
    expect((JSON.parse(first!) as { refined: unknown }).refined).toEqual({
      instruction: 'new rewrite query',
      output: 'new rewrite answer',
      changed: ['output', 'instruction'],
      critique: { instruction: 'new critique query', output: 'new critique answer' },
      problem: null,
      model: 'm',
    });
    expect(third).toContain('"problem":"Only a row of one query and one answer is refined."');
    expect([fourth, await readFile(file, 'utf8')]).toEqual(['', source]);
  });

  it('asks nothing twice, past a torn line of the journal', async () => {
    const first = await refine(willing);
    await appendFile(refiningJournalPath(file), '{"model":"m","ques');
    const again = await refine(willing);
    expect([again.plan.requests, again.outcome.requests, server!.seen.length]).toEqual([0, 0, 0]);
    expect(again.text).toBe(first.text);
  });

  it('goes on at the question at which the budget ended', async () => {
    const first = await refine(willing, { limit: 3, concurrency: 1 });
    expect([first.outcome.requests, first.outcome.openCount]).toEqual([3, 2]);
    const second = await refine(willing);
    expect([second.plan.requests, server!.seen.length, second.outcome.openCount]).toEqual([5, 5, 0]);
    expect(second.written.refined).toBe(2);
  });

  it('asks nothing that another window has asked since the plan was made', async () => {
    const journal = refiningJournalPath(file);
    await refine(willing);
    const replies = await readFile(journal, 'utf8');
    await rm(journal);
    const meanwhile = () => writeFile(journal, replies);
    const again = await refine(willing, { meanwhile });
    expect([again.plan.requests, server!.seen.length, again.written.refined]).toEqual([8, 0, 2]);
  });

  it('spends what the service reports, and stops before a question could exceed the money', async () => {
    // A reply reports 10 and 5 tokens; at a dollar each, the fourth question at the most costs all that is left and more.
    const price = { promptPerMillion: 0, completionPerMillion: 1e6 };
    const stopped = await refine(willing, { spending: new Spending({ maxCost: 3 * 5 + 4_095, price }) });
    expect(stopped.outcome).toMatchObject({ requests: 3, completionTokens: 15 });
    expect(stopped.outcome.openReason).toContain('the money of this run is used up');
    expect(stopped.outcome.openCount).toBe(2);
    const reported = await refine(willing, { spending: new Spending({ maxCost: 5_000, price }) });
    expect(reported.outcome).toMatchObject({ requests: 5, completionTokens: 25, openCount: 0 });
  });

  it('refuses to write over the dataset or a journal of it, under whatever name', async () => {
    const journal = refiningJournalPath(file);
    await symlink(folder, path.join(folder, 'same'));
    await symlink(journal, path.join(folder, 'to-journal.jsonl'));
    await link(file, path.join(folder, 'hard.jsonl'));
    const names = [
      `${folder}/x/../chosen.jsonl.refining.jsonl`,
      'same/chosen.jsonl.refining.jsonl',
      'to-journal.jsonl',
    ];
    for (const name of [...names, `${file}.judging.jsonl`, `${file}.tags.jsonl`, 'same/chosen.jsonl', 'hard.jsonl']) {
      const target = path.isAbsolute(name) ? name : `${folder}/${name}`;
      const problem = await problemWithTarget([file], target);
      expect(problem, name).toMatch(/never written to\. Choose another name\.$/);
      await expect(refine(willing, { target }), name).rejects.toThrow('never written');
    }
    expect(await problemWithTarget([file], path.join(folder, 'new.jsonl'))).toBeNull();
    expect(await readFile(file, 'utf8')).toBe(source);
    expect((await readFile(journal, 'utf8')).trim().split('\n')).toHaveLength(8);
  });

  it('counts a large file in little memory, and lets other work go on meanwhile', async () => {
    const rows = 4_000;
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(200);
    const large = Array.from({ length: rows }, (_, row) => `{"instruction":"${row} ${text}","output":"${text}"}\n`);
    await writeFile(file, large.join(''));
    large.length = 0;
    const dataset = await openDataset(file, {});
    let turns = 0;
    let longestMs = 0;
    let turnedAt = performance.now();
    const ticking = setInterval(() => {
      turns++;
      longestMs = Math.max(longestMs, performance.now() - turnedAt);
      turnedAt = performance.now();
    }, 1);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const held: number[] = [];
    const plan = await planRefining({
      dataset,
      mapping: { kind: 'auto' },
      rows: Array.from({ length: rows }, (_, row) => row),
      model: 'm',
      journalPath: refiningJournalPath(file),
      onProgress: (done) => {
        if (done % 1_000 !== 0) return;
        collect();
        held.push(process.memoryUsage().heapUsed);
      },
    });
    clearInterval(ticking);
    await dataset.close();
    expect(plan).toMatchObject({ rowCount: rows, refinableCount: rows, requests: 4 * rows });
    expect(turns).toBeGreaterThan(50);
    expect(longestMs).toBeLessThan(1_000);
    // 72 MB of text went by.
    expect(held.at(-1)! - held[0]!).toBeLessThan(15e6);
  }, 60_000);

  it('asks once for rows that say the same', async () => {
    await writeFile(file, `${lines[1]}\n`.repeat(3));
    const { written } = await refine(willing);
    expect([written.refined, server!.seen.length]).toEqual([3, 4]);
  });

  it('keeps the original with the reason where the model fails, and stops where the key is wrong', async () => {
    const empty = await refine((response) => sendJson(response, 200, completion('')));
    expect(empty.written).toMatchObject({ refined: 0, failed: 2 });
    const { refined } = JSON.parse(empty.text.split('\n')[0]!) as { refined: Record<string, unknown> };
    expect(refined).toMatchObject({ instruction: 'Add 2 and 2.', output: '4', changed: [] });
    expect(refined['problem']).toContain('The answer stays as it was: the model replied with nothing.');
    const refused = await refine((response) => sendJson(response, 401, apiError('bad key')), { concurrency: 1 });
    expect([server!.seen.length, refused.outcome.openCount]).toEqual([1, 2]);
  });

  it('takes thinking for no reply, keeps none, and asks again where an earlier version kept it', async () => {
    await writeFile(file, `${lines[1]}\n`);
    const journal = refiningJournalPath(file);
    const first = await refine((response) => sendJson(response, 200, completion('<think>hm</think>')));
    expect(first.written).toMatchObject({ refined: 0, failed: 1 });
    expect(first.written.problems[0]!.message).toContain('the model thought and said nothing.');
    expect(await readFile(journal, 'utf8')).toBe('');
    const question = questionKey(first.plan.firstPrompt!);
    await writeFile(journal, `${JSON.stringify({ model: 'm', question, reply: '<think>hm</think>' })}\n`);
    const again = await refine(willing);
    expect([again.plan.requests, again.written.refined]).toEqual([4, 1]);
  });

  it('leaves a row open whose question failed for now, and goes on with the others', async () => {
    const { outcome } = await refine(
      (response, seen, number) => (number === 2 ? response.destroy() : willing(response, seen, number)),
      { concurrency: 1, tries: 1 },
    );
    expect([outcome.openCount, outcome.requests]).toEqual([1, 6]);
  });

  it('does not take a reply that was cut, and tries a busy service again', async () => {
    const cut = { choices: [{ index: 0, finish_reason: 'length', message: { role: 'assistant', content: 'half' } }] };
    const { written } = await refine((response, _, number) =>
      number === 1
        ? sendJson(response, 429, apiError('busy'), { 'retry-after-ms': '1' })
        : sendJson(response, 200, completion('', cut)),
    );
    expect(written).toMatchObject({ refined: 0, failed: 2 });
    expect(written.problems[0]!.message).toContain('cut');
  });

  it('converts the refined conversation, and other rows as they are', async () => {
    const { text } = await refine(willing, { format: 'messages' });
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { messages: { content: string }[] });
    expect(rows.map(({ messages }) => messages.map(({ content }) => content))).toEqual([
      ['new rewrite query', 'new rewrite answer'],
      ['new rewrite query', 'new rewrite answer'],
      ['a', 'b', 'c', 'd'],
    ]);
  });

  it('sends no row in which private text is found', async () => {
    await writeFile(file, `${lines[1]}\n{"instruction":"Write to ada@example.com.","output":"Dear Ada"}\n`);
    const { plan, written, text } = await refine(willing, { withPrivacyScan: true });
    expect([plan.requests, server!.seen.length, written.refined, written.kept]).toEqual([4, 4, 1, 1]);
    expect(JSON.stringify(server!.seen)).not.toContain('ada@example.com');
    expect(text.split('\n')[1]).toContain('"problem":"Not sent: the row holds');
    expect(plan.firstPrompt?.user).toContain('Name a bird.');
  });

  it('ends when it is cancelled, and the journal can be written again', async () => {
    const controller = new AbortController();
    const stopping: Respond = (response, seen, number) =>
      number === 2 ? controller.abort() : willing(response, seen, number);
    await expect(refine(stopping, { signal: controller.signal, concurrency: 1 })).rejects.toThrow(/abort/i);
    expect((await refine(willing)).plan.requests).toBe(7);
  });
});
