import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { TagStore } from '../../../../src/core/tagging/tagStore';
import { queryHash } from '../../../../src/core/tagging/queryHash';
import { openSentLog, type SentLog } from '../../../../src/node/tagging/sentLog';
import { identity, scratchFolder, tagRecord } from '../../../support/tagging';

let path: string;
let store: TagStore;

beforeEach(() => {
  path = join(scratchFolder(), 'data.jsonl.tags.jsonl');
  store = new TagStore();
});

const open = (tagger = identity): SentLog => openSentLog({ path, store }, tagger);
const [a, b, c] = [queryHash('a'), queryHash('b'), queryHash('c')];

describe('sent log', () => {
  test('knows after a crash what was sent and not settled', () => {
    const crashed = open();
    crashed.sent(a);
    crashed.sent(b);
    crashed.settled(a);
    crashed.sent(c);
    const next = open();
    expect([a, b, c].map((hash) => next.wasCutOff(hash))).toEqual([false, true, true]);
  });

  test('what is in the journal was settled, even where the log does not say so', () => {
    open().sent(a);
    store.apply([{ record: tagRecord('a', ['x']) }]);
    expect(open().wasCutOff(a)).toBe(false);
  });

  test('leaves no file behind when everything was settled', () => {
    const log = open();
    log.sent(a);
    expect(existsSync(`${path}.sent`)).toBe(true);
    log.settled(a);
    log.close();
    expect(existsSync(`${path}.sent`)).toBe(false);
  });

  test('keeps what a later run did not ask again', () => {
    const crashed = open();
    crashed.sent(a);
    crashed.sent(b);
    const later = open();
    later.sent(a);
    later.settled(a);
    later.close();
    expect([a, b].map((hash) => open().wasCutOff(hash))).toEqual([false, true]);
  });

  test('another tagger begins anew, and a torn or foreign file is nothing', () => {
    open().sent(a);
    expect(open({ ...identity, model: 'other' }).wasCutOff(a)).toBe(false);
    writeFileSync(`${path}.sent`, `${readFileSync(`${path}.sent`, 'utf8')}+${b.slice(0, 20)}`);
    expect([a, b].map((hash) => open().wasCutOff(hash))).toEqual([true, false]);
    writeFileSync(`${path}.sent`, 'something else');
    expect(open().wasCutOff(a)).toBe(false);
  });

  test('stays small however long the run is', () => {
    const log = open();
    log.sent(c);
    for (let query = 0; query < 40_000; query++) {
      const hash = query.toString(16).padStart(32, '0');
      log.sent(hash);
      log.settled(hash);
    }
    expect(statSync(`${path}.sent`).size).toBeLessThan((1 << 20) + 200);
    expect(open().wasCutOff(c)).toBe(true);
  });

  test('a place that cannot be written only means that nothing is told', () => {
    const log = openSentLog({ path: join(path, 'no', 'such', 'folder'), store }, identity);
    log.sent(a);
    log.settled(a);
    log.close();
    expect(log.wasCutOff(a)).toBe(false);
  });
});
