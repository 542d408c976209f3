import { describe, expect, it } from 'vitest';
import { decisionIndexOf, effectiveDecisions } from '../../../../src/core/normalize/decisionIndex';
import type { Decision } from '../../../../src/core/normalize/decisions';

describe('effectiveDecisions', () => {
  it.each<[string, Decision[], number]>([
    [
      'a later rename',
      [
        { kind: 'rename', tag: 'a', name: 'x' },
        { kind: 'rename', tag: 'a', name: 'y' },
      ],
      1,
    ],
    [
      'exclude after pin',
      [
        { kind: 'pin', tag: 'a' },
        { kind: 'exclude', tag: 'a' },
      ],
      1,
    ],
    [
      'accept after reject',
      [
        { kind: 'reject', tag: 'a', into: 'b' },
        { kind: 'accept', tag: 'a', into: 'b' },
      ],
      1,
    ],
    [
      'reject after merge, other way round',
      [
        { kind: 'merge', tag: 'a', into: 'b' },
        { kind: 'reject', tag: 'a', into: 'b' },
      ],
      1,
    ],
    [
      'split after merge',
      [
        { kind: 'merge', tag: 'a', into: 'b' },
        { kind: 'split', tag: 'a' },
      ],
      1,
    ],
    [
      'reject with another partner',
      [
        { kind: 'reject', tag: 'a', into: 'b' },
        { kind: 'reject', tag: 'a', into: 'c' },
      ],
      2,
    ],
    [
      'rename beside pin',
      [
        { kind: 'pin', tag: 'a' },
        { kind: 'rename', tag: 'a', name: 'x' },
      ],
      2,
    ],
  ])('lets the later decision on one subject win: %s', (_, decisions, count) => {
    const effective = effectiveDecisions(decisions);
    expect(effective.length).toBe(count);
    expect(effective.at(-1)).toEqual(decisions.at(-1));
  });
});

describe('decisionIndexOf', () => {
  it('keeps rejected tags apart both ways and names what is unknown', () => {
    const decisions: Decision[] = [
      { kind: 'reject', tag: 'a', into: 'b' },
      { kind: 'merge', tag: 'a', into: 'missing' },
    ];
    const index = decisionIndexOf(['a', 'b'], decisions);
    expect([...index.apart].map(([tag, partners]) => [tag, [...partners]])).toEqual([
      [0, [1]],
      [1, [0]],
    ]);
    expect(index.unused).toEqual([decisions[1]]);
  });
});
