import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../src/core/normalize/decisions';
import { normalize, type NormalizationResult } from '../../../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf, type TagTable } from '../../../../src/core/normalize/tagTable';
import { membersOf, normalizedRowTags, rawTagFate } from '../../../../src/core/normalize/vocabulary';
import { seededRandom } from '../../../support/seededRandom';

const off: NormalizationParameters = {
  order: 'frequency-first',
  frequency: 'off',
  rules: 'off',
  semantic: 'off',
  association: 'off',
};
const lemma: NormalizationParameters = { ...off, rules: 'lemma' };

const rows = [
  ['Problem Solving', 'C++ Programming', 'Proofs'],
  ['Problem-Solving', 'C# Programming'],
  ['Problem Solving', 'C Programming', 'proof'],
  ['problem-solving', 'Proofs'],
  null,
];

/** Names with the raw members of each. */
function groupsOf({ vocabulary }: NormalizationResult): Record<string, string[]> {
  return Object.fromEntries(
    vocabulary.names.map((name, tag) => [
      name,
      [...membersOf(vocabulary, tag)].map((raw) => vocabulary.rawNames[raw]!),
    ]),
  );
}

const run = (
  parameters: NormalizationParameters,
  decisions: Decision[] = [],
  table: TagTable = tagTableOf(rows),
): Promise<NormalizationResult> => normalize(table, parameters, { decisions });

/** Vectors in a plane, by angle in degrees. */
const embedAngles =
  (angles: Readonly<Record<string, number>>) =>
  async (names: readonly string[]): Promise<Float32Array> =>
    Float32Array.from(
      names.flatMap((name) => [Math.cos((angles[name]! * Math.PI) / 180), Math.sin((angles[name]! * Math.PI) / 180)]),
    );

describe('normalize', () => {
  it('names a group by its most frequent original form and never shows a stem', async () => {
    const result = await run(lemma);
    expect(groupsOf(result)).toEqual({
      'Problem Solving': ['Problem Solving', 'Problem-Solving', 'problem-solving'],
      Proofs: ['Proofs', 'proof'],
      'C Programming': ['C Programming'],
      'C# Programming': ['C# Programming'],
      'C++ Programming': ['C++ Programming'],
    });
    expect([...result.vocabulary.counts]).toEqual([4, 3, 1, 1, 1]);
    expect(result.merges).toEqual({ rules: 3, semantic: 0, association: 0 });
  });

  it('lists every merge with members, count and form', async () => {
    const { audit } = await run(lemma);
    expect(audit.find(({ step }) => step === 'rules')!.merges).toEqual([
      {
        from: 'Problem-Solving',
        into: 'Problem Solving',
        members: ['Problem-Solving'],
        count: 1,
        reason: { kind: 'rule', form: 'problem solving' },
      },
      {
        from: 'problem-solving',
        into: 'Problem Solving',
        members: ['problem-solving'],
        count: 1,
        reason: { kind: 'rule', form: 'problem solving' },
      },
      { from: 'proof', into: 'Proofs', members: ['proof'], count: 1, reason: { kind: 'rule', form: 'proof' } },
    ]);
  });

  it('lists every drop with its count and the threshold', async () => {
    const { audit, vocabulary } = await run({ ...off, frequency: 2 });
    const { drops } = audit.find(({ step }) => step === 'frequency')!;
    expect(drops.map(({ tag }) => tag)).toEqual([
      'C Programming',
      'C# Programming',
      'C++ Programming',
      'Problem-Solving',
      'problem-solving',
      'proof',
    ]);
    expect(drops[0]!.reason).toEqual({ kind: 'rare', count: 1, minimum: 2 });
    expect(vocabulary.names).toEqual(['Problem Solving', 'Proofs']);
    expect(vocabulary.fate[vocabulary.rawNames.indexOf('proof')]).toBe(rawTagFate.rare);
  });

  it('keeps variants that are each rare where rules come first', async () => {
    expect((await run({ ...lemma, frequency: 4 })).vocabulary.names).toEqual([]);
    expect((await run({ ...lemma, frequency: 4, order: 'rules-first' })).vocabulary.names).toEqual(['Problem Solving']);
  });

  it('reports the funnel of the steps that ran, in order, over the rows that could be read', async () => {
    const { funnel } = await run({ ...lemma, frequency: 2, order: 'rules-first' });
    expect(funnel).toEqual([
      { step: 'raw', tags: 8, occurrences: 10, rowsWithoutTags: 0, averageTagsPerRow: 2.5 },
      { step: 'rules', tags: 5, occurrences: 10, rowsWithoutTags: 0, averageTagsPerRow: 2.5 },
      { step: 'frequency', tags: 2, occurrences: 7, rowsWithoutTags: 0, averageTagsPerRow: 1.75 },
    ]);
  });

  it('counts a tag once per query and rows by the union over their queries', async () => {
    const table: TagTable = {
      names: ['x', 'X', 'y'],
      queryOffsets: Uint32Array.of(0, 2, 3),
      tagOffsets: Uint32Array.of(0, 2, 4, 5),
      tagIds: Uint32Array.of(0, 1, 0, 2, 2),
    };
    const result = await run(lemma, [], table);
    expect(
      Object.fromEntries(result.vocabulary.names.map((name, tag) => [name, result.vocabulary.counts[tag]])),
    ).toEqual({
      x: 2,
      y: 2,
    });
    expect(result.funnel.at(-1)).toEqual({
      step: 'rules',
      tags: 2,
      occurrences: 3,
      rowsWithoutTags: 0,
      averageTagsPerRow: 1.5,
    });
    expect([...normalizedRowTags(table, result.vocabulary).offsets]).toEqual([0, 2, 3]);
  });

  it('merges by meaning with the similarity to the nearest neighbour', async () => {
    const table = tagTableOf([
      ['Maths', 'Art'],
      ['Maths', 'Mathematics'],
      ['Mathematic', 'Art'],
    ]);
    const semantic = { epsilon: 0.05, minSamples: 2 };
    const embed = embedAngles({ Maths: 0, Mathematics: 15, Mathematic: 30, Art: 90 });
    const result = await normalize(table, { ...off, semantic }, { embed });
    expect(groupsOf(result)).toEqual({ Art: ['Art'], Maths: ['Maths', 'Mathematic', 'Mathematics'] });
    const { merges } = result.audit.find(({ step }) => step === 'semantic')!;
    expect(merges.map(({ from, into }) => [from, into])).toEqual([
      ['Mathematic', 'Maths'],
      ['Mathematics', 'Maths'],
    ]);
    expect(merges[0]!.reason).toMatchObject({ kind: 'similarity', neighbour: 'Mathematics' });
    expect((merges[0]!.reason as { similarity: number }).similarity).toBeCloseTo(Math.cos(Math.PI / 12), 6);
  });

  it('merges by association into the tag that stays, keeping its name', async () => {
    const table = tagTableOf([['Poetry', 'writing'], ['Poetry', 'Writing'], ['Poetry', 'Writing'], ['writing']]);
    const result = await normalize(table, { ...lemma, association: { support: 3, confidence: 0.99 } });
    expect(groupsOf(result)).toEqual({ Writing: ['Poetry', 'Writing', 'writing'] });
    expect(result.audit.at(-1)!.merges[0]).toMatchObject({
      from: 'Poetry',
      into: 'Writing',
      count: 3,
      reason: { kind: 'association', support: 3, confidence: 1, lift: 1, conviction: Infinity, round: 1 },
    });
  });

  it('gives the same vocabulary whatever the order of rows', async () => {
    const random = seededRandom(7);
    const words = ['Data', 'data', 'Set', 'sets', 'Proof', 'proofs', 'Poem', 'C++', 'C', 'Write'];
    const data = Array.from({ length: 200 }, () => words.filter(() => random() < 0.25));
    const angles = Object.fromEntries(words.map((word, index) => [word, index * 14]));
    const parameters = { ...defaultParameters, semantic: { epsilon: 0.04, minSamples: 3 } };
    const shown = async (list: string[][]): Promise<unknown> => {
      const result = await normalize(tagTableOf(list), parameters, { embed: embedAngles(angles) });
      return [groupsOf(result), [...result.vocabulary.counts], result.funnel, result.audit];
    };
    const expected = await shown(data);
    for (let round = 0; round < 5; round++) expect(await shown([...data].sort(() => random() - 0.5))).toEqual(expected);
  });

  it('takes blank tags out first and empty forms by the rules, saying so', async () => {
    const result = await run(lemma, [], tagTableOf([['', '  ', '!!!', 'a']]));
    expect(result.vocabulary.names).toEqual(['a']);
    expect(result.audit.map(({ step, drops }) => [step, drops.map(({ tag }) => tag)])).toEqual([
      ['raw', ['', '  ']],
      ['rules', ['!!!']],
    ]);
    expect(result.funnel[0]!.tags).toBe(2);
  });

  it('handles no rows, one row, rows all alike, and a vocabulary that a step empties', async () => {
    const embed = async (names: readonly string[]): Promise<Float32Array> => new Float32Array(names.length * 3).fill(1);
    const whole = async (list: string[][]): Promise<NormalizationResult> =>
      normalize(tagTableOf(list), defaultParameters, { embed });
    expect((await whole([])).vocabulary.names).toEqual([]);
    expect((await whole([])).funnel.at(-1)).toEqual({
      step: 'association',
      tags: 0,
      occurrences: 0,
      rowsWithoutTags: 0,
      averageTagsPerRow: 0,
    });
    expect((await whole([['a', 'b']])).funnel.map(({ tags }) => tags)).toEqual([2, 0, 0, 0, 0]);
    const alike = await whole(Array.from({ length: 9 }, () => ['a', 'b']));
    expect(groupsOf(alike)).toEqual({ a: ['a', 'b'] });
  });

  it('survives tags of 10,000 characters', async () => {
    const long = 'Deep '.repeat(2000);
    expect((await run(lemma, [], tagTableOf([[long, long.toLowerCase()]]))).vocabulary.names).toEqual([long]);
  });

  it('refuses parameters and vectors it cannot use, naming them', async () => {
    const semantic = { epsilon: 0.05, minSamples: 2 };
    await expect(run({ ...off, association: { support: 0, confidence: 0.99 } })).rejects.toThrow('at least 1, got 0.');
    await expect(run({ ...off, semantic: { ...semantic, epsilon: 0 } })).rejects.toThrow(
      'above 0 and at most 2, got 0.',
    );
    await expect(run({ ...off, semantic: { ...semantic, epsilon: 2.5 } })).rejects.toThrow('got 2.5.');
    await expect(run({ ...off, semantic })).rejects.toThrow('The semantic step needs vectors');
    const table = tagTableOf([['a', 'b']]);
    const withVectors = (...numbers: number[]): Promise<unknown> =>
      normalize(table, { ...off, semantic }, { embed: async () => Float32Array.from(numbers) });
    await expect(withVectors(1, 0, NaN, 1)).rejects.toThrow('The vector of the tag "b" holds NaN');
    await expect(withVectors(1, 0, 1)).rejects.toThrow('Expected 2 vectors of one width, got 3 numbers.');
    await expect(withVectors()).rejects.toThrow('got 0 numbers.');
  });

  it('stops between steps when cancelled', async () => {
    const cancellation = {
      aborted: true,
      throwIfAborted: () => {
        throw new Error('stopped');
      },
    };
    await expect(normalize(tagTableOf(rows), lemma, { cancellation })).rejects.toThrow('stopped');
  });
});

describe('decisions by hand', () => {
  it('reject keeps two tags apart and changes nothing else', async () => {
    const groups = groupsOf(await run(lemma, [{ kind: 'reject', tag: 'problem-solving', into: 'Problem Solving' }]));
    expect(groups['Problem Solving']).toEqual(['Problem Solving', 'Problem-Solving']);
    expect(groups['problem-solving']).toEqual(['problem-solving']);
  });

  it('reject holds through association, even along a chain', async () => {
    const table = tagTableOf([...Array.from({ length: 5 }, () => ['a', 'b', 'c']), ['b', 'c'], ['c']]);
    const association = { support: 5, confidence: 0.99 };
    const decisions: Decision[] = [{ kind: 'reject', tag: 'a', into: 'c' }];
    const groups = groupsOf(await normalize(table, { ...off, association }, { decisions }));
    expect(Object.values(groups).find((members) => members.includes('a'))).not.toContain('c');
  });

  it('pin keeps a rare tag and its name', async () => {
    const result = await run({ ...lemma, frequency: 2, order: 'rules-first' }, [
      { kind: 'pin', tag: 'C Programming' },
      { kind: 'pin', tag: 'proof' },
    ]);
    expect(groupsOf(result)).toEqual({
      'Problem Solving': ['Problem Solving', 'Problem-Solving', 'problem-solving'],
      proof: ['Proofs', 'proof'],
      'C Programming': ['C Programming'],
    });
  });

  it('split lets one raw form stand alone', async () => {
    const groups = groupsOf(await run(lemma, [{ kind: 'split', tag: 'proof' }]));
    expect([groups['Proofs'], groups['proof']]).toEqual([['Proofs'], ['proof']]);
  });

  it('merge, rename and exclude act on whole groups, after the steps', async () => {
    const result = await run(lemma, [
      { kind: 'merge', tag: 'proof', into: 'C Programming' },
      { kind: 'rename', tag: 'Problem-Solving', name: 'Solving' },
      { kind: 'exclude', tag: 'C# Programming' },
    ]);
    expect(groupsOf(result)).toEqual({
      Solving: ['Problem Solving', 'Problem-Solving', 'problem-solving'],
      'C Programming': ['Proofs', 'proof', 'C Programming'],
      'C++ Programming': ['C++ Programming'],
    });
    expect(result.funnel.at(-1)!.step).toBe('manual');
    expect(result.audit.at(-1)!.merges[0]!.reason).toEqual({ kind: 'manual', decision: 'merge' });
  });

  it('a name that is taken joins the two groups', async () => {
    const groups = groupsOf(await run(lemma, [{ kind: 'rename', tag: 'proof', name: 'Problem Solving' }]));
    expect(groups['Problem Solving']).toContain('Proofs');
    expect(groups['Proofs']).toBeUndefined();
  });

  it('accept holds where the parameters would no longer merge, and revives what was dropped', async () => {
    const decisions: Decision[] = [{ kind: 'accept', tag: 'C Programming', into: 'Problem Solving' }];
    const result = await run({ ...off, frequency: 2 }, decisions);
    expect(groupsOf(result)['Problem Solving']).toEqual(['Problem Solving', 'C Programming']);
  });

  it('lists the decisions that name a tag this data does not hold', async () => {
    const unknown: Decision = { kind: 'pin', tag: 'Absent' };
    expect((await run(lemma, [unknown])).unusedDecisions).toEqual([unknown]);
  });
});
