import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { outcomeOfReply, parseReply } from '../../../../src/core/tagging/parseReply';
import { hasShared, sharedPath } from '../../../support/sharedData';

const names = (text: string): readonly string[] => {
  const parsed = parseReply(text);
  return parsed.kind === 'tags' ? parsed.tags.map((tag) => tag.tag) : [];
};
const repairs = (text: string): readonly string[] => {
  const parsed = parseReply(text);
  return parsed.kind === 'tags' ? parsed.repairs : ['unreadable'];
};

describe('parseReply', () => {
  test('a plain list keeps names and explanations', () => {
    expect(parseReply('[{"tag":"Algebra","explanation":"Solves x."},{"tag":"Proof"}]')).toEqual({
      kind: 'tags',
      tags: [{ tag: 'Algebra', explanation: 'Solves x.' }, { tag: 'Proof' }],
      repairs: [],
    });
  });

  test.each([
    ['a fence', '```json\n[{"tag":"a"},{"tag":"b"}]\n```'],
    ['prose around', 'Sure! Here are the tags:\n[{"tag":"a"},{"tag":"b"}]\nHope it helps [1].'],
    ['a bracket in the prose before', 'From [begin] to [end]: [{"tag":"a"},{"tag":"b"}]'],
    ['a list of strings', '["a", "b"]'],
    ['an object holding one list', '{"tags":[{"tag":"a"},{"tag":"b"}],"count":2}'],
    ['objects line by line', '{"tag":"a"}\n{"tag":"b"}'],
    ['objects with commas but no list', '{"tag":"a"},\n{"tag":"b"}'],
    ['a trailing comma', '[{"tag":"a",},{"tag":"b"},]'],
    ['a repeated tag', '[{"tag":"a"},{"tag":"b"},{"tag":"a"}]'],
    ['an unfinished third object', '[{"tag":"a"},{"tag":"b"},{"tag":"c","expl'],
    ['an unfinished list in an object', '{"tags":[{"tag":"a"},{"tag":"b"},{"ta'],
    ['a cut fence', '```json\n[{"tag":"a"},\n{"tag":"b"},\n'],
    ['raw line ends in a string', '[{"tag":"a","explanation":"one\ntwo"},{"tag":"b"}]'],
  ])('%s gives its tags', (_, text) => expect(names(text)).toEqual(['a', 'b']));

  test('a bare object is one tag', () => expect(names('{"tag":"a","explanation":"x"}')).toEqual(['a']));

  test('lone backslashes of LaTeX are doubled, valid escapes stay', () => {
    const parsed = parseReply(
      String.raw`[{"tag":"a","explanation":"\(x\) in \mathbb{R} \\(y\\) \u00e9 \"q\" \underline"}]`,
    );
    expect(parsed).toEqual({
      kind: 'tags',
      tags: [{ tag: 'a', explanation: String.raw`\(x\) in \mathbb{R} \(y\) é "q" \underline` }],
      repairs: ['escape'],
    });
  });

  test('what was repaired is said', () => {
    expect(repairs('```\n["a"]\n```')).toEqual(['prose']);
    expect(repairs('["a", "b')).toEqual(['truncated']);
  });

  test('what was thought before the reply is no reply', () => {
    expect(names('<think>Perhaps ["x"]?</think>["a","b"]')).toEqual(['a', 'b']);
    expect(repairs('Perhaps ["x"]?</think>\n["a"]')).toEqual(['prose']);
    for (const thought of ['<think>["x"]</think>', '<think>["x"]', '["x"]</think>'])
      expect(outcomeOfReply(thought)).toEqual({
        kind: 'unreadable',
        message: 'The reply holds nothing but thinking.',
        raw: thought,
      });
    expect(parseReply('[{"tag":"a","explanation":"Puts <think>x</think> before."}]')).toMatchObject({
      tags: [{ tag: 'a', explanation: 'Puts <think>x</think> before.' }],
    });
  });

  test('JSON that is broken in the middle is not salvaged', () => {
    const reply = '[{"tag":"a"},{"tag":"b","explanation":"like (x" to y."},{"tag":"c"}]';
    expect(parseReply(reply)).toEqual({
      kind: 'unreadable',
      message: 'The reply\'s JSON is broken: unexpected "to y."},{"ta" at character 48.',
    });
  });

  test.each([
    '',
    '   ',
    'I cannot help with that.',
    '[]',
    '{}',
    '[1,2]',
    '[null]',
    '"a"',
    '[{"tag":"cut',
    '{"tag":"x","ex',
    '<html></html>',
  ])('%j is unreadable, never "0 tags"', (text) => expect(parseReply(text).kind).toBe('unreadable'));

  test('an unreadable reply is kept raw, and cut when it is huge', () => {
    expect(outcomeOfReply('No.')).toMatchObject({ kind: 'unreadable', raw: 'No.' });
    const huge = outcomeOfReply('x'.repeat(10_000_000));
    expect(huge.kind === 'unreadable' && huge.raw.length).toBeLessThan(21_000);
  });

  test('hostile nesting and names are survived', () => {
    expect(parseReply('['.repeat(500_000)).kind).toBe('unreadable');
    expect(parseReply('[{"a":'.repeat(100_000)).kind).toBe('unreadable');
    expect(names('[{"__proto__":{"tag":"p"},"tag":"a"}]')).toEqual(['a']);
    expect(names(`["${'x'.repeat(500)}","a"]`)).toEqual(['a']);
  });

  test('mutated replies never throw', () => {
    const seedReply = '```json\n[{"tag":"Data \\(x\\)","explanation":"He said \\"no\\"."},{"tag":"b"}]\n```';
    const alphabet = '[]{}",:\\ntag`\u0000é';
    let state = 7;
    const next = (bound: number): number => (state = (state * 48271) % 2147483647) % bound;
    for (let round = 0; round < 4_000; round++) {
      const characters = [...seedReply];
      for (let edit = 0; edit <= next(4); edit++) {
        characters.splice(next(characters.length), next(3), alphabet[next(alphabet.length)]!);
      }
      const parsed = parseReply(characters.join(''));
      if (parsed.kind === 'tags' && parsed.tags.length === 0) throw new Error('0 tags');
    }
  });
});

describe.skipIf(!hasShared)('real replies', () => {
  const read = (name: string): string => readFileSync(sharedPath('data', 'tags', name), 'utf8');

  test('all but row 2195 of 3,423 replies are read, with the reference number of tags', () => {
    const rows = read('gradient_wiz_mag_raw_instag.jsonl').trimEnd().split('\n');
    const parsed = rows.map((line) => {
      const row = JSON.parse(line.replace(/: NaN/g, ': null')) as { raw_instag: string };
      return parseReply(row.raw_instag);
    });
    const unreadable = parsed.flatMap((reply, row) => (reply.kind === 'unreadable' ? [row] : []));
    expect([parsed.length, unreadable]).toEqual([3_423, [2_195]]);
    const tagged = parsed.flatMap((reply) => (reply.kind === 'tags' ? reply.tags : []));
    expect(new Set(tagged.map((tag) => tag.tag)).size).toBe(7_207);
  });

  test.each(['justeval_all.tag.gpt-4.json', 'justeval_all.tag.gpt-4.supp.json', 'justeval_all.tag.chatgpt.json'])(
    'replies to another prompt in %s are refused with a reason or read as JSON',
    (name) => {
      const rows = JSON.parse(read(name)) as readonly { result: string }[];
      for (const row of rows) {
        const outcome = outcomeOfReply(row.result);
        if (outcome.kind === 'unreadable') expect(outcome.message).toMatch(/^The reply/);
        else expect(row.result).toMatch(/[[{]/);
      }
    },
  );
});
