import { describe, expect, test } from 'vitest';
import { headerLine, readJournalLine, recordLine, undoLine } from '../../../../src/core/tagging/journalLine';
import { tagRecord } from '../../../support/tagging';

describe('journal lines', () => {
  test('a record comes back as it was', () => {
    const record = tagRecord('q', ['a', 'b'], { usage: { promptTokens: 1, completionTokens: 2 } });
    expect(readJournalLine(recordLine(record).trimEnd())).toEqual({ kind: 'record', record });
    expect(recordLine(record).indexOf('\n')).toBe(recordLine(record).length - 1);
  });

  test('raw replies with line ends stay on one line', () => {
    const outcome = { kind: 'unreadable', message: 'x', raw: 'one\ntwo\u2028' } as const;
    const line = recordLine(tagRecord('q', [], { outcome }));
    expect(line.trimEnd().includes('\n')).toBe(false);
    expect(readJournalLine(line)).toMatchObject({ record: { outcome } });
  });

  test('headers and undone runs are told apart', () => {
    expect(readJournalLine(headerLine())).toEqual({ kind: 'header', version: 1 });
    expect(readJournalLine(undoLine('r', 't'))).toEqual({ kind: 'undo', run: 'r' });
  });

  test.each([
    '',
    'x',
    'null',
    '[]',
    '{"query":"short","outcome":{"kind":"tagged","tags":[]}}',
    `{"query":"${'a'.repeat(32)}"}`,
    `{"query":"${'a'.repeat(32)}","outcome":{"kind":"else"}}`,
    `{"query":"${'a'.repeat(32)}","outcome":{"kind":"tagged","tags":"a"}}`,
  ])('%j is unreadable', (line) => expect(readJournalLine(line)).toEqual({ kind: 'unreadable' }));

  test('hostile tags in a record are left out', () => {
    const line = `{"query":"${'a'.repeat(32)}","outcome":{"kind":"tagged","tags":[{"tag":7},null,{"tag":"a"},"b"]}}`;
    expect(readJournalLine(line)).toMatchObject({
      record: { outcome: { tags: [{ tag: 'a' }, { tag: 'b' }] }, run: '' },
    });
  });
});
