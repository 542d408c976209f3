import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters, type NormalizationParameters } from '../../../../src/core/normalize/parameters';
import type { TagTable } from '../../../../src/core/normalize/tagTable';
import { normalizedRowTags } from '../../../../src/core/normalize/vocabulary';
import { rawInstagTable } from '../../../support/rawInstagRows';
import { embedFrom, referenceVectors } from '../../../support/referenceVectors';
import { hasShared, sharedPath } from '../../../support/sharedData';

interface Figures {
  readonly tags: number;
  readonly occurrences: number;
  readonly rowsWithoutTags: number;
  readonly averageTagsPerRow: number;
}

const off: NormalizationParameters = {
  order: 'rules-first',
  frequency: 'off',
  rules: 'off',
  semantic: 'off',
  association: 'off',
};

describe.skipIf(!hasShared)('normalize on real replies', () => {
  let table: TagTable;
  let funnel: Record<string, Figures & Figures[]>;
  beforeAll(() => {
    table = rawInstagTable();
    funnel = JSON.parse(readFileSync(sharedPath('reference', 'funnel.json'), 'utf8')) as typeof funnel;
  });

  const lastStep = async (parameters: NormalizationParameters): Promise<Figures> => {
    const { step, ...figures } = (await normalize(table, parameters)).funnel.at(-1)!;
    expect(step).not.toBe('');
    return { ...figures, averageTagsPerRow: Math.round(figures.averageTagsPerRow * 1e6) / 1e6 };
  };

  it('agrees with the reference funnel: raw and literal rules', async () => {
    expect(await lastStep(off)).toEqual(funnel['raw']);
    expect(await lastStep({ ...off, rules: 'literal' })).toEqual(funnel['ruleOnly']);
  });

  it.each([2, 5, 10, 20])('agrees with the reference funnel at frequency %i, in both orders', async (frequency) => {
    const [filtered, folded] = funnel[`frequency${frequency}_then_rule`]!;
    expect(await lastStep({ ...off, frequency })).toEqual(filtered);
    expect(await lastStep({ ...off, frequency, rules: 'literal', order: 'frequency-first' })).toEqual(folded);
    expect(await lastStep({ ...off, frequency, rules: 'literal' })).toEqual(funnel[`rule_then_frequency${frequency}`]);
  });

  it('gives each row the tag sets of the reference after literal rules and frequency 2', async () => {
    const { vocabulary } = await normalize(table, { ...off, frequency: 2, rules: 'literal' });
    const rows = normalizedRowTags(table, vocabulary);
    const lines = readFileSync(sharedPath('reference', 'tags_rule_then_frequency2.jsonl'), 'utf8').trim().split('\n');
    const counts = lines.map((line) => {
      const { line: row, tags } = JSON.parse(line) as { line: number; tags: string[] };
      return [rows.offsets[row + 1]! - rows.offsets[row]!, tags.length];
    });
    expect(counts.filter(([ours, theirs]) => ours !== theirs)).toEqual([]);
  });

  it.each([
    [0.05, 7080],
    [0.1, 6791],
    [0.15, 6085],
    [0.2, 4956],
  ])('leaves the reference number of tags at ε = %f', async (epsilon, tags) => {
    const embed = embedFrom(referenceVectors());
    const semantic = { epsilon, minSamples: 2 };
    const result = await normalize(table, { ...off, frequency: 1, semantic }, { embed });
    expect(result.funnel.at(-1)!.tags).toBe(tags);
    expect(result.merges.semantic).toBe(7207 - tags);
    expect(result.funnel.map(({ step }) => step)).toEqual(['raw', 'frequency', 'semantic']);
  });

  it('runs all four steps with the defaults', async () => {
    const embed = embedFrom(referenceVectors());
    const result = await normalize(table, defaultParameters, { embed });
    expect(result.funnel.map(({ step }) => step)).toEqual(['raw', 'frequency', 'rules', 'semantic', 'association']);
    expect(result.vocabulary.names.length).toBe(result.funnel.at(-1)!.tags);
  });
});
