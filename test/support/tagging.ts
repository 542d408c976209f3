/** Builders and fakes for tests of tagging. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queryHash } from '../../src/core/tagging/queryHash';
import type { TagRecord, TaggerIdentity } from '../../src/core/tagging/tagRecord';
import type { TagTarget } from '../../src/node/tagging/tagRun';

export const identity: TaggerIdentity = { tagger: 'openai', model: 'm', promptHash: 'p' };

export function tagRecord(query: string, tags: readonly string[], more: Partial<TagRecord> = {}): TagRecord {
  return {
    query: queryHash(query),
    ...identity,
    time: '2026-01-01T00:00:00.000Z',
    run: 'r1',
    outcome: { kind: 'tagged', tags: tags.map((tag) => ({ tag, explanation: `about ${tag}` })) },
    ...more,
  };
}

export function targets(count: number): TagTarget[] {
  return Array.from({ length: count }, (_, index) => target(`query ${index}`));
}

export function target(text: string): TagTarget {
  return { hash: queryHash(text), text };
}

export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'sft-lens-'));
}
