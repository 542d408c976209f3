import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { promptTemplate, type ChatTemplate } from '../../../../src/core/tagging/prompt';
import { collectBatchFiles, writeDatasetBatch } from '../../../../src/node/tagging/batchDataset';
import { batchBody } from '../../../../src/node/tagging/batchPlan';
import { identity } from '../../../support/tagging';
import { temporaryFile, temporaryFolder } from '../../../support/temporaryFiles';

const template = promptTemplate('instag-1') as ChatTemplate;

test('what is left is written; collected answers are not written again', async () => {
  const rows = ['a', 'b', 'a'].map((instruction) => JSON.stringify({ instruction, output: 'x' }));
  const path = temporaryFile('rows.jsonl', rows.join('\n'));
  const folder = join(temporaryFolder(), 'out');
  const bodyOf = batchBody('http://localhost:1/v1', template, { model: 'm' });
  const options = { path, mapping: { kind: 'auto' }, identity, bodyOf, folder } as const;
  const { done } = await writeDatasetBatch(options);
  expect(done.map(({ requestCount }) => requestCount)).toEqual([2]);
  const [first] = readFileSync(done[0]!.path, 'utf8').split('\n');
  const { custom_id: hash } = JSON.parse(first!) as { custom_id: string };
  const body = { choices: [{ message: { content: '[{"tag":"x"}]' } }] };
  const answers = join(folder, 'answers.jsonl');
  writeFileSync(answers, `${JSON.stringify({ custom_id: hash, response: { status_code: 200, body } })}\n`);
  const [collected] = await collectBatchFiles({ path }, identity, [answers]);
  expect(collected).toMatchObject({ tagged: 1, unreadable: 0, failed: [] });
  const again = await writeDatasetBatch(options);
  expect(again.pending).toMatchObject({ queryCount: 2, taggedCount: 1 });
  expect(again.done.map(({ requestCount }) => requestCount)).toEqual([1]);
});

test('the schema is asked for only where it is known to be understood', () => {
  const formatAt = (baseUrl: string) => batchBody(baseUrl, template, { model: 'm' })('q');
  expect(formatAt('https://api.openai.com/v1')).toHaveProperty('response_format.type', 'json_schema');
  expect(formatAt('https://evilopenai.com/v1')).not.toHaveProperty('response_format');
  expect(formatAt('http://localhost:8000/v1')).not.toHaveProperty('response_format');
});
