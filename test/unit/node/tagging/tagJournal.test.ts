import { appendFileSync, chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { halvesOfHash, queryHash } from '../../../../src/core/tagging/queryHash';
import type { TagRecord } from '../../../../src/core/tagging/tagRecord';
import { openTagJournal, type TagJournal } from '../../../../src/node/tagging/tagJournal';
import { identity, scratchFolder, tagRecord } from '../../../support/tagging';

let datasetPath: string;
let journalPath: string;

beforeEach(() => {
  datasetPath = join(scratchFolder(), 'data.jsonl');
  journalPath = `${datasetPath}.tags.jsonl`;
});

const open = (): Promise<TagJournal> => openTagJournal({ datasetPath });
const tagsOf = (journal: TagJournal, query: string): readonly string[] => {
  const { high, low } = halvesOfHash(queryHash(query));
  return journal.store.tagsOf(high, low);
};
const readBack = (journal: TagJournal, query: string): Promise<TagRecord | null> => {
  const { high, low } = halvesOfHash(queryHash(query));
  return journal.readRecord(high, low);
};
const lines = (): string[] => readFileSync(journalPath, 'utf8').split('\n');

describe('tag journal', () => {
  test('opening a dataset without one creates nothing', async () => {
    await (await open()).close();
    expect(existsSync(journalPath)).toBe(false);
  });

  test('records are there after opening again, with explanations', async () => {
    const first = await open();
    await first.append([tagRecord('q', ['a', 'b'])]);
    expect(tagsOf(first, 'q')).toEqual(['a', 'b']);
    const second = await open();
    expect(tagsOf(second, 'q')).toEqual(['a', 'b']);
    expect((await readBack(second, 'q'))?.outcome).toEqual(tagRecord('q', ['a', 'b']).outcome);
    expect(lines()[0]).toBe('{"journal":"sft-lens-tags","version":1}');
  });

  test('groups that are appended at once all land, in order', async () => {
    const journal = await open();
    await Promise.all(
      Array.from({ length: 200 }, (_, index) => journal.append([tagRecord(`q${index % 100}`, [`t${index}`])])),
    );
    const again = await open();
    expect(tagsOf(again, 'q7')).toEqual(['t107']);
    expect(lines()).toHaveLength(202);
  });

  test('whose tags are shown is remembered, through compaction and undone runs', async () => {
    const other = { ...identity, model: 'other' };
    const later = { time: '2026-02-01T00:00:00.000Z', run: 'r2' };
    const journal = await open();
    journal.chooseLayer(identity);
    expect(existsSync(journalPath)).toBe(false);
    await journal.append([tagRecord('q', ['by m']), tagRecord('r', ['by m'])]);
    await journal.append([tagRecord('q', ['by other'], { ...other, ...later })]);
    await journal.close();
    const again = await open();
    expect([tagsOf(again, 'q'), tagsOf(again, 'r')]).toEqual([['by m'], ['by m']]);
    again.chooseLayer(other);
    await again.compact();
    await again.close();
    const third = await open();
    expect(tagsOf(third, 'q')).toEqual(['by other']);
    expect(lines().filter((line) => line.includes('"shown"'))).toHaveLength(1);
    await third.undoRun('r2');
    expect(tagsOf(third, 'r')).toEqual(['by m']);
    expect(third.warnings).toEqual([]);
  });

  test('a torn tail is ignored, and cut off by the next writer', async () => {
    await (await open()).append([tagRecord('q', ['a'])]);
    appendFileSync(journalPath, '{"query":"abc","tag');
    const journal = await open();
    expect(tagsOf(journal, 'q')).toEqual(['a']);
    await journal.append([tagRecord('r', ['b'])]);
    expect(lines()).toHaveLength(4);
    expect(
      lines()
        .slice(0, 3)
        .every((line) => typeof JSON.parse(line) === 'object'),
    ).toBe(true);
  });

  test('a whole record that only lacks its line end is kept', async () => {
    await (await open()).append([tagRecord('q', ['a'])]);
    writeFileSync(journalPath, readFileSync(journalPath, 'utf8').trimEnd());
    const journal = await open();
    await journal.append([tagRecord('r', ['b'])]);
    expect([tagsOf(await open(), 'q'), tagsOf(await open(), 'r')]).toEqual([['a'], ['b']]);
  });

  test('lines of a git merge are read: conflict marks left out, headers anywhere, later times win', async () => {
    await (await open()).append([tagRecord('q', ['new'], { time: '2026-02-02T00:00:00.000Z' })]);
    const older = JSON.stringify(tagRecord('q', ['old'], { time: '2026-01-01T00:00:00.000Z' }));
    appendFileSync(journalPath, `<<<<<<< ours\n{"journal":"sft-lens-tags","version":1}\n${older}\n>>>>>>> theirs\n`);
    const journal = await open();
    expect(tagsOf(journal, 'q')).toEqual(['new']);
    expect(journal.warnings).toEqual(['data.jsonl.tags.jsonl: 2 unreadable lines left out.']);
  });

  test('a clock that was set back does not make a new record lose', async () => {
    const journal = await open();
    await journal.append([tagRecord('q', ['first'], { time: '2026-06-01T00:00:00.000Z' })]);
    await journal.append([tagRecord('q', ['second'], { time: '2026-01-01T00:00:00.000Z' })]);
    expect(tagsOf(await open(), 'q')).toEqual(['second']);
  });

  test('a journal of a newer version is refused with the remedy', async () => {
    writeFileSync(journalPath, '{"journal":"sft-lens-tags","version":2}\n');
    await expect(open()).rejects.toThrow(/newer SFT Lens.*version 2.*Update/);
  });

  test.each([
    ['lines', '{"instruction":"x","output":"y"}\n{"instruction":"z"}\n'],
    ['one line without an end', '[{"instruction":"x"}]'],
  ])('a file that is no journal (%s) is refused and stays as it is', async (_, content) => {
    writeFileSync(journalPath, content);
    await expect(open()).rejects.toThrow(/is no tag journal/);
    expect(readFileSync(journalPath, 'utf8')).toBe(content);
  });

  test('undoing a run brings back what it replaced', async () => {
    const journal = await open();
    await journal.append([tagRecord('q', ['a'], { run: 'first' })]);
    await journal.append([tagRecord('q', ['b'], { run: 'second' }), tagRecord('r', ['c'], { run: 'second' })]);
    await journal.undoRun('second');
    expect([tagsOf(journal, 'q'), tagsOf(journal, 'r')]).toEqual([['a'], []]);
    expect(journal.runs.map((run) => [run.run, run.recordCount, run.isUndone])).toEqual([
      ['first', 1, false],
      ['second', 2, true],
    ]);
    expect(tagsOf(await open(), 'q')).toEqual(['a']);
  });

  test('compaction keeps exactly what is in force, of every tagger', async () => {
    const journal = await open();
    for (let round = 0; round < 5; round++) await journal.append([tagRecord('q', [`t${round}`])]);
    await journal.append([tagRecord('q', ['other'], { model: 'm2' })]);
    const sizes = await journal.compact();
    expect(sizes.bytesAfter).toBeLessThan(sizes.bytesBefore);
    expect(lines()).toHaveLength(4);
    await journal.append([tagRecord('r', ['after'])]);
    const again = await open();
    const { high, low } = halvesOfHash(queryHash('q'));
    expect(again.store.tagsOf(high, low, identity)).toEqual(['t4']);
    expect(again.store.tagsOf(high, low, { ...identity, model: 'm2' })).toEqual(['other']);
    expect(tagsOf(again, 'r')).toEqual(['after']);
  });

  test('another journal object on the same file sees what is appended and compacted', async () => {
    const writer = await open();
    const reader = await open();
    await writer.append([tagRecord('q', ['a'])]);
    await reader.refresh();
    expect(tagsOf(reader, 'q')).toEqual(['a']);
    await writer.append([tagRecord('q', ['b'])]);
    await writer.compact();
    await reader.append([tagRecord('r', ['c'])]);
    expect([tagsOf(reader, 'q'), tagsOf(reader, 'r')]).toEqual([['b'], ['c']]);
    await writer.refresh();
    expect(tagsOf(writer, 'r')).toEqual(['c']);
  });

  test('followers are told of what others append', async () => {
    const follower = await openTagJournal({ datasetPath, isFollowing: true });
    const told = new Promise<void>((resolve) => follower.store.onDidChange(() => resolve()));
    await (await open()).append([tagRecord('q', ['a'])]);
    await told;
    expect(tagsOf(follower, 'q')).toEqual(['a']);
    await follower.close();
  });

  test('the lock of a dead process is taken over', async () => {
    writeFileSync(
      `${journalPath}.lock`,
      JSON.stringify({ pid: 2 ** 22 + 1, host: (await import('node:os')).hostname(), token: 'x' }),
    );
    const journal = await open();
    await journal.append([tagRecord('q', ['a'])]);
    await journal.close();
    expect(existsSync(`${journalPath}.lock`)).toBe(false);
  });

  test('a folder that is missing is said plainly', async () => {
    const journal = await openTagJournal({ datasetPath, journalPath: join(scratchFolder(), 'no', 'such', 'j.jsonl') });
    await expect(journal.append([tagRecord('q', ['a'])])).rejects.toThrow(/its folder does not exist/);
  });

  test.skipIf(process.getuid?.() === 0)('a read-only folder sends the journal to the storage folder', async () => {
    chmodSync(join(datasetPath, '..'), 0o500);
    const journal = await openTagJournal({ datasetPath, storageFolder: scratchFolder() });
    expect(journal.isInStorage).toBe(true);
    await journal.append([tagRecord('q', ['a'])]);
  });
});
