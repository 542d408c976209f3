import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completion, sendJson, startReplyServer, type ReplyServer } from '../support/replyServer';

const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const source = '{"instruction":"Add 2 and 2.","output":"4"}\n{"instruction":"Name a bird.","output":"A crow"}\n';

let folder: string;
let file: string;
let out: string;
let server: ReplyServer;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sft-lens-refine-'));
  file = path.join(folder, 'chosen.jsonl');
  out = path.join(folder, 'refined.jsonl');
  await writeFile(file, source);
  server = await startReplyServer((response) => sendJson(response, 200, completion('better')));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function refine(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const all = [cli, 'refine', file, '--model', 'm', '--base-url', server.baseUrl, '--quiet', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, all, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe('sft-lens refine', { timeout: 60_000 }, () => {
  it('counts first, stops at its budget, goes on, and leaves the source as it is', async () => {
    const counted = await refine('--dry-run', '--json');
    expect(JSON.parse(counted.stdout)).toMatchObject({ rows: 2, requests: 8, refined: 0, cost: null, out: null });
    expect(server.seen).toHaveLength(0);

    const stopped = await refine('--out', out, '--max-requests', '3', '--concurrency', '1');
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/2 rows are still open.*chosen\.jsonl\.refining\.jsonl/);
    await expect(access(out)).rejects.toThrow();

    const done = await refine('--out', out, '--json');
    const figures = { rows: 2, refined: 2, kept: 0, failed: 0, leftOut: 0, requests: 5, promptTokens: 50, out };
    expect(JSON.parse(done.stdout)).toMatchObject(figures);
    expect(server.seen).toHaveLength(8);
    const [first] = (await readFile(out, 'utf8')).split('\n');
    expect(JSON.parse(first!)).toMatchObject({ output: '4', refined: { instruction: 'better', output: 'better' } });
    expect(await readFile(file, 'utf8')).toBe(source);
  });

  it('refuses wrong usage and the source as its target before anything is sent', async () => {
    const before = server.seen.length;
    expect((await refine()).code).toBe(2);
    const same = await refine('--out', file);
    expect([same.code, same.stderr]).toEqual([1, expect.stringContaining('never written to')]);
    expect((await refine('--out', out, '--rows', '7-9')).stderr).toContain('the file has 2 rows');
    expect([server.seen.length, await readFile(file, 'utf8')]).toEqual([before, source]);
  });
});
