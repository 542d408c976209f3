import { describe, expect, it } from 'vitest';
import type { Decision } from '../../../../src/core/normalize/decisions';
import { normalize, type EmbedNames } from '../../../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import { StepPreviews, type PreviewedStep } from '../../../../src/core/normalize/stepPreview';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { randomOf, type Random } from '../../../../src/core/select/random';

const words = ['data', 'analysis', 'problem', 'solving', 'proof', 'poem', 'code', 'review', 'market', 'chart'];

function randomName(random: Random): string {
  const name = `${words[random.below(10)]!} ${words[random.below(10)]!}`;
  const form = random.next();
  return form < 0.5 ? name : form < 0.8 ? name.replace(' ', '-') : `${name}s`;
}

function randomTable(random: Random) {
  const rows = Array.from({ length: 200 }, () => {
    const first = randomName(random);
    const rest = Array.from({ length: random.below(4) }, () => randomName(random));
    return random.next() < 0.05 ? null : [first, ...(first.startsWith('data') ? ['Data'] : []), ...rest];
  });
  return tagTableOf(rows);
}

/** Close where names share words. */
const embed: EmbedNames = async (names) => {
  const vectors = new Float32Array(names.length * words.length);
  names.forEach((name, at) =>
    words.forEach((word, axis) => (vectors[at * words.length + axis] = name.includes(word) ? 1 + 0.1 * axis : 0.02)),
  );
  return vectors;
};

const moves: readonly [PreviewedStep, Partial<NormalizationParameters>][] = [
  ['frequency', { frequency: 'off' }],
  ['frequency', { frequency: 4 }],
  ['frequency', { frequency: 1000 }],
  ['rules', { rules: 'literal' }],
  ['rules', { rules: 'off' }],
  ['semantic', { semantic: { epsilon: 0.01, minSamples: 2 } }],
  ['semantic', { semantic: { epsilon: 0.4, minSamples: 3 } }],
  ['semantic', { semantic: { epsilon: 1.2, minSamples: 5 } }],
  // Fewer names than before, more, and fewer again: the pairs that are known serve where they can.
  ['semantic', { frequency: 4, semantic: { epsilon: 0.4, minSamples: 2 } }],
  ['semantic', { frequency: 1, semantic: { epsilon: 0.3, minSamples: 2 } }],
  ['semantic', { frequency: 5, semantic: { epsilon: 0.9, minSamples: 1 } }],
  ['semantic', { semantic: 'off' }],
  ['association', { association: { support: 3, confidence: 0.6 } }],
  ['association', { association: { support: 1, confidence: 0.4 } }],
  ['association', { association: 'off' }],
];

describe('StepPreviews', () => {
  it('counts what the whole run leaves after the step, with decisions by hand, in both orders', async () => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = randomOf(seed);
      const table = randomTable(random);
      const someTag = () => table.names[random.below(table.names.length)]!;
      const decisions: Decision[] = [
        { kind: 'pin', tag: someTag() },
        { kind: 'split', tag: someTag() },
        { kind: 'reject', tag: someTag(), into: someTag() },
        { kind: 'reject', tag: 'Data', into: someTag() },
      ];
      const applied: NormalizationParameters = {
        ...defaultParameters,
        order: seed % 2 === 0 ? 'frequency-first' : 'rules-first',
        frequency: 2,
        association: { support: 5, confidence: 0.8 },
      };
      const previews = new StepPreviews(table, decisions, embed);
      for (const [moved, change] of moves) {
        const parameters = { ...applied, ...change };
        const shown = await previews.preview({ moved, parameters, applied });
        const { funnel } = await normalize(table, parameters, { decisions, embed });
        const before = funnel.findIndex(({ step }) => step === moved);
        const step = before >= 0 ? funnel[before]! : await lastBefore(moved, parameters);
        expect(shown, `seed ${seed}, ${moved} ${JSON.stringify(change)}`).toMatchObject({
          tags: step.tags,
          rowsWithoutTags: step.rowsWithoutTags,
        });
      }

      /** A step that is off leaves what the step before it leaves. */
      async function lastBefore(moved: PreviewedStep, parameters: NormalizationParameters) {
        const off: Partial<NormalizationParameters> =
          moved === 'association'
            ? {}
            : moved === 'semantic'
              ? { association: 'off' }
              : { semantic: 'off', association: 'off' };
        const later =
          applied.order === 'frequency-first' ? (moved === 'frequency' ? { rules: 'off' as const } : {}) : {};
        const rulesFirst = applied.order === 'rules-first' && moved === 'rules' ? { frequency: 'off' as const } : {};
        const run = await normalize(table, { ...parameters, ...off, ...later, ...rulesFirst }, { decisions, embed });
        return run.funnel.filter(({ step }) => step !== 'manual').at(-1)!;
      }
    }
  });

  it('tells what would go and what would stay, nearest to the threshold first', async () => {
    const table = tagTableOf([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a', 'd'],
    ]);
    const applied: NormalizationParameters = {
      ...defaultParameters,
      frequency: 2,
      rules: 'off',
      semantic: 'off',
      association: 'off',
    };
    const previews = new StepPreviews(table, [], embed);
    const raised = await previews.preview({ moved: 'frequency', parameters: { ...applied, frequency: 4 }, applied });
    expect(raised).toEqual({
      tags: 1,
      rowsWithoutTags: 0,
      changes: [
        { kind: 'drop', tag: 'b', count: 3 },
        { kind: 'drop', tag: 'c', count: 2 },
      ],
    });
    const lowered = await previews.preview({ moved: 'frequency', parameters: { ...applied, frequency: 1 }, applied });
    expect(lowered.changes).toEqual([{ kind: 'keep', tag: 'd', count: 1 }]);
    const association = { support: 2, confidence: 0.9 };
    const merging = await previews.preview({ moved: 'association', parameters: { ...applied, association }, applied });
    expect(merging.changes).toMatchObject([
      { kind: 'merge', from: 'c', into: 'a', reason: { kind: 'association', support: 2, confidence: 1 } },
      { kind: 'merge', from: 'b', into: 'a', reason: { kind: 'association', support: 3, confidence: 1 } },
    ]);
  });

  it('refuses parameters that cannot be used, and goes on', async () => {
    const previews = new StepPreviews(tagTableOf([['a']]), [], embed);
    const applied = { ...defaultParameters, frequency: 1 };
    const bad = { ...applied, frequency: 0 };
    await expect(previews.preview({ moved: 'frequency', parameters: bad, applied })).rejects.toThrow('got 0');
    await expect(previews.preview({ moved: 'frequency', parameters: applied, applied })).resolves.toMatchObject({
      tags: 1,
    });
  });

  it('can turn the semantic step off where no vectors can be had', async () => {
    const refuse: EmbedNames = () => Promise.reject(new Error('No model.'));
    const previews = new StepPreviews(tagTableOf([['a'], ['a']]), [], refuse);
    const parameters: NormalizationParameters = { ...defaultParameters, semantic: 'off' };
    const shown = await previews.preview({ moved: 'semantic', parameters, applied: defaultParameters });
    expect(shown).toEqual({ tags: 1, rowsWithoutTags: 0, changes: [] });
  });

  it('answers for a table without tags', async () => {
    const previews = new StepPreviews(tagTableOf([[], null]), [], embed);
    for (const moved of ['frequency', 'rules', 'semantic', 'association'] as const) {
      const shown = await previews.preview({ moved, parameters: defaultParameters, applied: defaultParameters });
      expect(shown).toMatchObject({ tags: 0, changes: [] });
    }
  });
});
