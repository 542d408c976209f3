import { describe, expect, it } from 'vitest';
import type { IntentionTag } from '../../../../../src/core/vocabulary/intentionTags';
import { randomOf } from '../../../../../src/core/select/random';
import { scoringWeights, tagScorerOf, type QueryEvidence } from '../../../../../src/node/tagging/embedded/scoreTags';

const tag = (name: string, broader = '', gloss = ''): IntentionTag => ({ area: '', name, broader, gloss, cues: [] });

const tags = [tag('Mathematics', '', 'numbers'), tag('Linear Algebra', 'Mathematics'), tag('Poetry'), tag('Rhyme')];

const nothing: QueryEvidence = { nearness: null, cues: [], form: [] };

/** The obvious way: every tag scored, the broader one raised, all sorted. */
function plainly(evidence: QueryEvidence): { tag: number; score: number }[] {
  const { cue: cueWeight, broad, broader } = scoringWeights;
  const scored = tags.map(({ name, gloss }, index) => {
    const nearness = evidence.nearness?.[index] ?? 0;
    const cue = evidence.cues.find((hit) => hit.tag === index);
    const form = evidence.form.find((hit) => hit.name === name);
    const isFound = nearness > 0 || cue !== undefined;
    const bonus = isFound && gloss !== '' ? broad : 0;
    return { tag: index, score: nearness + bonus + cueWeight * (cue?.weight ?? 0) + (form?.bonus ?? 0) };
  });
  const best = scored.toSorted((a, b) => b.score - a.score || a.tag - b.tag)[0]!;
  const above = scored.find(({ tag: index }) => tags[index]!.name === tags[best.tag]!.broader);
  if (above !== undefined && best.score > 0) above.score = Math.max(above.score, best.score * broader);
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.tag - b.tag);
}

describe('the scores of tags', () => {
  it('agree with the obvious way on random evidence', () => {
    const random = randomOf(7);
    const scorer = tagScorerOf(tags);
    for (let round = 0; round < 500; round++) {
      const evidence: QueryEvidence = {
        nearness: Float32Array.from(tags, () => random.next() * 1.4 - 0.7),
        cues: tags.flatMap((_, index) =>
          random.next() < 0.3 ? [{ tag: index, cue: 'x', weight: random.next() }] : [],
        ),
        form: tags.flatMap(({ name }) => (random.next() < 0.2 ? [{ name, bonus: random.next(), reason: 'y' }] : [])),
      };
      const found = [...scorer.score(evidence).bestFirst()];
      const expected = plainly(evidence);
      expect(found.map((scored) => scored.tag)).toEqual(expected.map((scored) => scored.tag));
      found.forEach(({ score }, at) => expect(score).toBeCloseTo(expected[at]!.score, 12));
    }
  });

  it('raise the tag above the best one and say so', () => {
    const scores = tagScorerOf(tags).score({ ...nothing, nearness: Float32Array.of(0.1, 0.8, 0.3, 0) });
    expect([...scores.bestFirst()].map((scored) => scored.tag)).toEqual([1, 0, 2]);
    expect(scores.reasonOf(0)).toBe('Goes with Linear Algebra');
    expect(scores.reasonOf(1)).toBe('Close to the query (0.80)');
  });

  it('are none without evidence', () => {
    expect([...tagScorerOf(tags).score(nothing).bestFirst()]).toEqual([]);
    expect([...tagScorerOf([]).score(nothing).bestFirst()]).toEqual([]);
  });
});
