import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/cli/inspect';
import { queryHashHalves } from '../../src/core/tagging/queryHash';
import { openDataset } from '../../src/node/dataset/openDataset';
import { surveyDataset } from '../../src/node/dataset/survey';
import { hasShared, sharedPath } from '../support/sharedData';
import { temporaryFile } from '../support/temporaryFiles';

describe('a survey', () => {
  it('hashes queries as tags are keyed', async () => {
    const dataset = await openDataset(temporaryFile('a.jsonl', '{"prompt": "Grüße 😀"}\n'));
    const { columns } = await surveyDataset(dataset, { kind: 'auto' });
    await dataset.close();
    expect({ high: columns.queryHashHigh.at(0), low: columns.queryHashLow.at(0) }).toEqual(queryHashHalves('Grüße 😀'));
  });

  it('can be cancelled', async () => {
    const dataset = await openDataset(temporaryFile('a.jsonl', '{"prompt": "a"}\n'.repeat(200_000)));
    await dataset.whenIndexed();
    const controller = new AbortController();
    const surveying = surveyDataset(dataset, { kind: 'auto' }, { cancellation: controller.signal });
    controller.abort();
    await expect(surveying).rejects.toMatchObject({ name: 'AbortError' });
    await dataset.close();
  });
});

describe('inspect', () => {
  it('reports every key of its contract', async () => {
    const report = await inspect(temporaryFile('a.jsonl', '{"prompt": "a"}\n{"prompt": }\n{"prompt": "a"}\n'));
    expect(report).toMatchObject({
      container: 'jsonl',
      encoding: 'utf-8',
      rows: 3,
      bytes: 45,
      shape: 'prompt',
      mapping: 'query = prompt',
      confidence: 1,
      queries: 2,
      invalidRows: [{ row: 1, line: 2, byteOffset: 27, message: 'unexpected `}` at byte 27' }],
      invalidRowCount: 1,
      emptyQueries: 0,
      duplicateQueries: 1,
      longestRowBytes: 15,
    });
  });

  it('follows a mapping', async () => {
    const report = await inspect(temporaryFile('a.jsonl', '{"a": {"b": "q"}}\n'), { query: 'query=a.b' });
    expect(report).toMatchObject({ queries: 1, mapping: 'query=a.b', shape: 'mapped' });
  });

  it.skipIf(!hasShared)('finds the rows of the oddest real files', { timeout: 60_000 }, async () => {
    for (const [file, rows, invalid] of oddFiles) {
      const report = await inspect(sharedPath('data', file));
      expect([file, report.rows, report.invalidRowCount]).toEqual([file, rows, invalid]);
    }
  });
});

/** All 97 are in the bench `open`. */
const oddFiles = [
  ['chinese/zh_alpaca-09407-12345_unfinished.json', 2801, 0],
  ['chinese/belle_zh_seed_tasks.json', 175, 0],
  ['tags/mig_example_instag.jsonl', 10, 1],
  ['tags/mig_valid_tags_4531.json', 4531, 0],
  ['tags/skillmix_skills_gpt4turbo.txt', 1143, 0],
  ['tags/gradient_instag_wiz_10k_lowest_200.json', 200, 0],
  ['oddities/wizardlm_test_set_CRLF.jsonl', 218, 0],
  ['oddities/instructionwild_user_2_CRLF.jsonl', 248, 2],
  ['oddities/fastchat_question3.5_GBK_CRLF.jsonl', 379, 0],
  ['oddities/axolotl_val_sample10_UTF16.jsonl', 10, 0],
] as const;
