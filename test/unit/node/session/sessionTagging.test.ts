import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { queryHash } from '../../../../src/core/tagging/queryHash';
import type { Tagger } from '../../../../src/core/tagging/tagRecord';
import type { TaggingStatus } from '../../../../src/protocol/datasetEditor';
import { DatasetSession } from '../../../../src/node/session/datasetSession';
import { SessionTagging, type TaggingRequest } from '../../../../src/node/session/sessionTagging';
import { acquireRunLease } from '../../../../src/node/tagging/runLease';
import { identity } from '../../../support/tagging';
import { temporaryFolder } from '../../../support/temporaryFiles';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

async function openSession(journal?: string): Promise<DatasetSession> {
  const folder = temporaryFolder();
  const path = join(folder, 'rows.jsonl');
  const rows = ['a', 'b', 'a', 'c'].map((instruction) => JSON.stringify({ instruction, output: 'x' }));
  writeFileSync(path, rows.join('\n'));
  if (journal !== undefined) writeFileSync(`${path}.tags.jsonl`, journal);
  const embedders = { open: () => Promise.reject(new Error('no model')), dispose: () => Promise.resolve() };
  const session = await DatasetSession.open({
    path,
    mapping: { kind: 'auto' },
    distFolder: folder,
    storageFolder: join(folder, 'storage'),
    embedders,
    log: silent,
  });
  await session.whenSurveyed();
  onTestFinished(() => session.close());
  return session;
}

function taggerThat(asked: string[]): Tagger {
  return {
    identity,
    isRemote: false,
    label: 'fake',
    maxConcurrency: 2,
    tag: (query) => {
      asked.push(query);
      return Promise.resolve({ kind: 'reply', outcome: { kind: 'tagged', tags: [{ tag: `about ${query}` }] } });
    },
  };
}

const request = (tagger: Tagger, more: Partial<TaggingRequest> = {}): TaggingRequest => ({
  tagger,
  rows: [0, 1, 2, 3],
  total: 3,
  isLeftOut: () => false,
  isExclusive: true,
  ...more,
});

test('tags each distinct query once, shows how far it is, and ends as done', async () => {
  const session = await openSession();
  const tagging = new SessionTagging(session);
  const shown: (TaggingStatus | null)[] = [];
  tagging.onDidChange((status) => shown.push(status));
  const asked: string[] = [];
  const report = await tagging.start(request(taggerThat(asked)));
  expect(asked.toSorted()).toEqual(['a', 'b', 'c']);
  expect(report).toMatchObject({ tagged: 3, failed: 0, ending: 'complete' });
  expect(shown.at(-1)).toMatchObject({ state: 'done', done: 3, total: 3, tagger: 'fake' });
  expect(session.tags.ofHash(queryHash('a')).names).toEqual(['about a']);
  expect(session.isTagging).toBe(false);
});

test('leaves out what is known and stops at a limit', async () => {
  const asked: string[] = [];
  const tagging = new SessionTagging(await openSession());
  await tagging.start(request(taggerThat(asked), { isLeftOut: (hash) => hash === queryHash('a'), limit: 1 }));
  expect(asked).toEqual(['b']);
});

test('does not start while another window tags the dataset, and starts when that has ended', async () => {
  const session = await openSession();
  const tagging = new SessionTagging(session);
  const lease = await acquireRunLease(session.tags.journal.path);
  const asked: string[] = [];
  await expect(tagging.start(request(taggerThat(asked)))).rejects.toThrow(/is tagging this dataset since/);
  expect(asked).toEqual([]);
  expect(session.isTagging).toBe(false);
  await lease.release();
  await tagging.start(request(taggerThat(asked)));
  expect(asked).toHaveLength(3);
});

test('one run at a time', async () => {
  const tagging = new SessionTagging(await openSession());
  const first = tagging.start(request(taggerThat([])));
  await expect(tagging.start(request(taggerThat([])))).rejects.toThrow(/under way/);
  await first;
});

test('a journal of a newer version leaves the dataset open and says why nothing can be tagged', async () => {
  const session = await openSession('{"journal":"sft-lens-tags","version":99}\n');
  expect(session.dataset.rowCount).toBe(4);
  expect(session.tags.journal.problem).toMatch(/newer/);
  expect(session.tags.journal.warnings).toEqual([session.tags.journal.problem]);
  const asked: string[] = [];
  await expect(new SessionTagging(session).start(request(taggerThat(asked)))).rejects.toThrow(/newer/);
  expect(asked).toEqual([]);
});

test('waiting for the survey of a closed session ends', async () => {
  const session = await openSession();
  session.useMapping({ kind: 'auto' }); // a survey starts anew
  await session.close();
  expect(await session.whenSurveyed()).toBeNull();
});
