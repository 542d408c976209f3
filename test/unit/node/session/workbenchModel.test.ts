import { describe, expect, it } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import {
  auditEvents,
  decisionsOf,
  formParameters,
  parametersOfForm,
} from '../../../../src/node/session/workbenchModel';

describe('the workbench form', () => {
  it('gives back the parameters it shows', () => {
    const parameters = { ...defaultParameters, semantic: 'off', association: 'off', frequency: 3 } as const;
    expect(parametersOfForm(formParameters(parameters, 1000))).toEqual(parameters);
    expect(parametersOfForm(formParameters(defaultParameters, 1000))).toEqual(defaultParameters);
  });

  it('shows what auto means for the data', () => {
    expect(formParameters(defaultParameters, 773_511)).toMatchObject({
      frequency: { isAuto: true, alpha: 20 },
      association: { support: 40 },
    });
  });
});

describe('auditEvents', () => {
  const table = tagTableOf([
    ['Problem Solving'],
    ['Problem Solving', 'Rare'],
    ['problem-solving'],
    ['problem-solving'],
  ]);
  const parameters = { ...defaultParameters, frequency: 2, semantic: 'off', association: 'off' } as const;

  it('lists a merge with its members and a drop with its reason', async () => {
    const { audit, parameters: resolved } = await normalize(table, parameters);
    const events = auditEvents(audit, resolved);
    expect(events.find(({ kind }) => kind === 'drop')).toMatchObject({
      tag: 'Rare',
      reason: { kind: 'rare', count: 1, minimum: 2 },
    });
    const merge = events.find(({ kind }) => kind === 'merge');
    expect(merge).toMatchObject({ step: 'rules', members: [{ count: 2 }] });
  });

  it('turns a rejected merge and a rejected drop into decisions that undo them', async () => {
    const first = await normalize(table, parameters);
    const events = auditEvents(first.audit, first.parameters);
    const merge = events.find(({ kind }) => kind === 'merge')!;
    const drop = events.find(({ kind }) => kind === 'drop')!;
    const find = (id: string) => events.find((event) => event.id === id);
    const decisions = [
      ...decisionsOf({ kind: 'reject', event: merge.id }, find),
      ...decisionsOf({ kind: 'reject', event: drop.id }, find),
    ];
    const second = await normalize(table, parameters, { decisions });
    expect([...second.vocabulary.names].sort()).toEqual(['Problem Solving', 'Rare', 'problem-solving']);
  });
});
