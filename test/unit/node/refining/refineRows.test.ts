import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RowFormat } from '../../../../src/core/export/rowFormats';
import { openDataset } from '../../../../src/node/dataset/openDataset';
import {
  createOpenaiRefiner,
  planRefining,
  refineRows,
  unfinishedCount,
  type RefiningOutcome,
  type RefiningPlan,
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

async function refine(
  respond: Respond,
  options: Partial<RefiningRun> & {
    readonly format?: RowFormat;
    readonly withPrivacyScan?: boolean;
    readonly tries?: number;
  } = {},
): Promise<Done> {
  await server?.stop();
  server = await startReplyServer(respond);
  const dataset = await openDataset(file, {});
  try {
    const journalPath = refiningJournalPath(file);
    const rows = Array.from({ length: dataset.rowCount }, (_, row) => row);
    const request = {
      dataset,
      mapping: { kind: 'auto' } as const,
      rows,
      model: 'm',
      journalPath,
      withPrivacyScan: options.withPrivacyScan === true,
    };
    const plan = await planRefining(request);
    const ask = createOpenaiRefiner({ baseUrl: server.baseUrl, model: 'm', ...options });
    const outcome = await refineRows(plan, ask, { journalPath, model: 'm', ...options });
    const target = path.join(folder, 'refined.jsonl');
    const { results } = outcome;
    const { format = 'source' } = options;
    const written = await writeRefined({ ...request, rows: plan.rows, results, format, target });
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
    expect([first.outcome.requests, unfinishedCount(first.plan, first.outcome)]).toEqual([3, 2]);
    const second = await refine(willing);
    expect([second.plan.requests, server!.seen.length, unfinishedCount(second.plan, second.outcome)]).toEqual([
      5, 5, 0,
    ]);
    expect(second.written.refined).toBe(2);
  });

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
    expect([server!.seen.length, unfinishedCount(refused.plan, refused.outcome)]).toEqual([1, 2]);
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
    const { plan, outcome } = await refine(
      (response, seen, number) => (number === 2 ? response.destroy() : willing(response, seen, number)),
      { concurrency: 1, tries: 1 },
    );
    expect([unfinishedCount(plan, outcome), outcome.requests]).toEqual([1, 6]);
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
