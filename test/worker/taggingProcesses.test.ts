import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readJournalLine } from '../../src/core/tagging/journalLine';
import { completion, sendJson, startReplyServer, type ReplyServer } from '../support/replyServer';
import { seededRandom } from '../support/seededRandom';
import { bundleChild } from '../support/childProgram';
import { scratchFolder } from '../support/tagging';
import { startTagRunChild, type ChildOptions } from '../support/tagRunProcess';

let program: string;
let server: ReplyServer;

beforeAll(async () => {
  program = await bundleChild('tagRunChild');
});
afterEach(() => server.stop());

const queryOf = (body: Record<string, unknown>): string => /\[begin\]\\n(.*)\\n\[end\]/.exec(JSON.stringify(body))![1]!;

async function options(more: Partial<ChildOptions> = {}): Promise<ChildOptions> {
  server = await startReplyServer((response) => {
    setTimeout(() => sendJson(response, 200, completion('[{"tag":"a"}]')), 5);
  });
  const datasetPath = join(scratchFolder(), 'data.jsonl');
  return {
    baseUrl: server.baseUrl,
    datasetPath,
    count: 150,
    prefix: 'query ',
    concurrency: 8,
    timeoutMs: 5_000,
    ...more,
  };
}

function recordsIn(datasetPath: string): string[] {
  const lines = readFileSync(`${datasetPath}.tags.jsonl`, 'utf8').trimEnd().split('\n').map(readJournalLine);
  expect(lines.filter((line) => line.kind === 'unreadable')).toEqual([]);
  return lines.flatMap((line) => (line.kind === 'record' ? [line.record.query] : []));
}

describe('tagging in processes', () => {
  test('kill -9 at random moments loses nothing acknowledged and repeats only what was under way', async () => {
    const setup = await options();
    const random = seededRandom(3);
    for (let kill = 0; kill < 4; kill++) {
      const acknowledgedBefore = new Set(kill === 0 ? [] : recordsIn(setup.datasetPath));
      const run = startTagRunChild(program, setup);
      await new Promise<void>((resolve) => run.process.stdout!.once('data', () => resolve()));
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      run.process.kill('SIGKILL');
      await run.ended;
      const inJournal = new Set(
        readFileSync(`${setup.datasetPath}.tags.jsonl`, 'utf8').match(/(?<="query":")[0-9a-f]{32}/g),
      );
      expect([...acknowledgedBefore, ...run.acknowledged].filter((hash) => !inJournal.has(hash))).toEqual([]);
      if (inJournal.size >= setup.count) break;
    }
    const report = await startTagRunChild(program, setup).ended;
    expect(report).toMatchObject({ ending: 'complete', failed: 0 });
    const records = recordsIn(setup.datasetPath);
    expect(new Set(records).size).toBe(setup.count);
    const asked = server.seen.map(({ body }) => queryOf(body));
    expect(asked.length).toBeLessThanOrEqual(setup.count + 4 * (setup.concurrency + 4));
  });

  test('the report says how many requests repeat what a killed run had under way', async () => {
    const setup = await options({ notesSent: true });
    await server.stop();
    let isStalled = true;
    server = await startReplyServer((response, _, number) => {
      if (!isStalled || number <= 40) sendJson(response, 200, completion('[{"tag":"a"}]'));
    });
    const run = startTagRunChild(program, { ...setup, baseUrl: server.baseUrl });
    await new Promise<void>((resolve) => {
      run.process.stdout!.on('data', () => {
        if (run.acknowledged.length === 40) resolve();
      });
    });
    run.process.kill('SIGKILL');
    await run.ended;
    isStalled = false;
    const before = server.seen.map(({ body }) => queryOf(body));
    const report = await startTagRunChild(program, { ...setup, baseUrl: server.baseUrl }).ended;
    const again = server.seen.slice(before.length).map(({ body }) => queryOf(body));
    const seenTwice = again.filter((query) => before.includes(query)).length;
    expect(report).toMatchObject({ ending: 'complete', failed: 0, tagged: setup.count - 40 });
    // A request may have been noted and not have reached the server any more.
    expect(report!.repeated).toBeGreaterThanOrEqual(Math.max(1, seenTwice));
    expect(report!.repeated).toBeLessThanOrEqual(setup.concurrency);
    expect(existsSync(`${setup.datasetPath}.tags.jsonl.sent`)).toBe(false);
  });

  test('two processes on one journal lose no tag, and pay for hardly anything twice', async () => {
    const setup = await options();
    const runs = [startTagRunChild(program, setup), startTagRunChild(program, { ...setup, prefix: 'other ' })];
    const reports = await Promise.all(runs.map((run) => run.ended));
    expect(reports.map((report) => report?.tagged)).toEqual([setup.count, setup.count]);
    const records = recordsIn(setup.datasetPath);
    expect(records).toHaveLength(2 * setup.count);
    expect(new Set(records).size).toBe(2 * setup.count);
  });
});
