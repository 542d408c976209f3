import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tag } from '../../../src/cli/tag';
import { tagByBatch } from '../../../src/cli/tagBatch';
import { openTagJournal } from '../../../src/node/tagging/tagJournal';
import { completion, sendJson, startReplyServer, type ReplyServer } from '../../support/replyServer';
import { scratchFolder } from '../../support/tagging';

let folder: string;
let file: string;
let server: ReplyServer;

beforeEach(async () => {
  folder = scratchFolder();
  file = join(folder, 'data.jsonl');
  const rows = ['alpha', 'beta', 'gamma'].map((query) => JSON.stringify({ instruction: query, output: 'x' }));
  writeFileSync(file, `${rows.join('\n')}\n`);
  server = await startReplyServer((response, { body }) => {
    const isHard = JSON.stringify(body).includes('beta') && body['model'] === 'weak';
    sendJson(response, 200, completion(isHard ? 'I would rather chat.' : `[{"tag":"by ${String(body['model'])}"}]`));
  });
});
afterEach(() => server.stop());

const options = (model: string) => ({ tagger: 'openai', baseUrl: server.baseUrl, model, environment: {} }) as const;
const prompts = (): string[] =>
  server.seen.map(({ body }) => (body['messages'] as { content: string }[])[0]!.content.replace(/\n/g, ' '));

describe('sft-lens tag', () => {
  test("sends the user's own template, and names the tagger with it", async () => {
    const prompt = join(folder, 'mine.txt');
    writeFileSync(prompt, 'Label this: {{query}}\r\n');
    const report = await tag(file, { ...options('strong'), prompt });
    expect(prompts().toSorted()).toEqual(['Label this: alpha', 'Label this: beta', 'Label this: gamma']);
    expect(report).toMatchObject({ tagged: 3, failed: 0, repeated: 0, tagger: { tagger: 'openai', model: 'strong' } });
    expect(report.tagger.promptHash).toMatch(/^mine:[0-9a-f]{16}$/);
    expect(readFileSync(report.journal, 'utf8')).toContain(`"promptHash":"${report.tagger.promptHash}"`);
  });

  test('refuses a template that is missing, does not fit the tagger, or has no place for the query', async () => {
    await expect(tag(file, { ...options('m'), prompt: 'none' })).rejects.toThrow('names no file and no built-in');
    await expect(tag(file, { ...options('m'), prompt: 'instagger-1' })).rejects.toThrow('another kind of tagger');
    await expect(tag(file, { prompt: 'instag-1' })).rejects.toThrow('--prompt needs --tagger');
    const prompt = join(folder, 'empty.txt');
    writeFileSync(prompt, 'no place');
    await expect(tag(file, { ...options('m'), prompt })).rejects.toThrow('{{query}} exactly once');
    expect(server.seen).toHaveLength(0);
  });

  test('retries only what failed, with another model, whose tags fill the gaps', async () => {
    expect(await tag(file, options('weak'))).toMatchObject({ tagged: 2, failed: 1 });
    const report = await tag(file, { ...options('strong'), isRetry: true });
    expect(report).toMatchObject({ tagged: 1, failed: 0, requests: 1, tagger: { model: 'strong' } });
    const journal = await openTagJournal({ datasetPath: file });
    expect(journal.store.layer).toMatchObject({ model: 'weak' });
    await journal.close();
    expect(await tag(file, { ...options('strong'), isRetry: true })).toMatchObject({ tagged: 0, requests: 0 });
  });

  test('retries nothing where nothing was tagged before', async () => {
    expect(await tag(file, { ...options('strong'), isRetry: true })).toMatchObject({ queries: 3, requests: 0 });
  });

  test('a batch holds the same template and names the same tagger', async () => {
    const prompt = join(folder, 'mine.txt');
    writeFileSync(prompt, 'Label this: {{query}}');
    const report = await tagByBatch(file, { kind: 'write', folder }, { ...options('strong'), prompt });
    expect(report.tagger.promptHash).toMatch(/^mine:/);
    const lines = readFileSync(report.batch.files[0]!, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { body: { messages: unknown } }).body.messages)[0]).toEqual([
      { role: 'user', content: 'Label this: alpha' },
    ]);
    const output = join(folder, 'output.jsonl');
    const answers = lines.map((line) => {
      const { custom_id } = JSON.parse(line) as { custom_id: string };
      return JSON.stringify({ custom_id, response: { status_code: 200, body: completion('[{"tag":"t"}]') } });
    });
    writeFileSync(output, answers.join('\n'));
    const read = await tagByBatch(file, { kind: 'read', files: [output] }, { ...options('strong'), prompt });
    expect(read).toMatchObject({ tagged: 3, tagger: report.tagger });
  });
});
