import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completion, sendJson, startReplyServer, type ReplyServer } from '../support/replyServer';

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const rows = ['a', 'b', 'c', 'd'].map((tag, row) => ({ instruction: `Query ${row}?`, output: 'x', tags: [tag] }));

let folder: string;
let file: string;
let out: string;
let server: ReplyServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-judge-'));
  file = path.join(folder, 'rows.jsonl');
  out = path.join(folder, 'judged.jsonl');
  await writeFile(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const usage = { prompt_tokens: 1_000, completion_tokens: 100 };
  server = await startReplyServer((response, { body }) => {
    const second = /Query (\d)\?[^]*Query (\d)\?/.exec(JSON.stringify(body['messages']))!;
    sendJson(response, 200, completion(`[${second[1]}0, ${second[2]}0]`, { usage }));
  });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function select(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const steps = ['--tags-field', 'tags', '--frequency', '1', '--rules', 'off', '--semantic', 'off', '--support', 'off'];
  const judge = ['--method', 'tacos', '--judge-model', 'gpt-4o-mini', '--judge-clusters', 'off'];
  const all = [cli, 'select', file, ...steps, '--n', '1', '--quiet', ...judge, '--judge-base-url', server.baseUrl];
  return new Promise((resolve) => {
    execFile(process.execPath, [...all, ...args], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('sft-lens select with a judge', { timeout: 60_000 }, () => {
  it('spends what is reported, stops before it is exceeded, and goes on with the rest', async () => {
    // A question costs $0.00021 as reported, far more than was estimated.
    const stopped = await select('--out', out, '--judge-max-cost', '0.0005');
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain(`Queries and answers go to ${server.baseUrl} (gpt-4o-mini).`);
    expect(stopped.stderr).toContain('2 questions are still open: the money of this run is used up');
    expect(server.seen).toHaveLength(2);
    await expect(access(out)).rejects.toThrow();
    const done = await select('--out', out, '--json');
    expect(JSON.parse(done.stdout)).toMatchObject({ method: 'tacos', rows: [3] });
    expect(server.seen).toHaveLength(4);
    expect((await readFile(`${file}.judging.jsonl`, 'utf8')).trim().split('\n')).toHaveLength(4);
  });

  it('never writes over the verdicts', async () => {
    const journal = `${file}.judging.jsonl`;
    const before = await readFile(journal, 'utf8').catch(() => null);
    const refused = await select('--out', journal);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('never written to')]);
    expect(await readFile(journal, 'utf8').catch(() => null)).toBe(before);
  });
});
