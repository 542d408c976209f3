import { describe, expect, it } from 'vitest';
import { normalize } from '../../../../src/core/normalize/normalize';
import { defaultParameters } from '../../../../src/core/normalize/parameters';
import { tagTableOf } from '../../../../src/core/normalize/tagTable';
import { normalizedRowTags } from '../../../../src/core/normalize/vocabulary';
import { AuditList } from '../../../../src/node/session/auditList';

async function auditOf(rows: readonly (readonly string[])[]): Promise<AuditList> {
  const table = tagTableOf(rows);
  const result = await normalize(table, {
    ...defaultParameters,
    order: 'rules-first',
    frequency: 2,
    semantic: 'off',
    association: 'off',
  });
  return new AuditList({ table, result, rowTags: normalizedRowTags(table, result.vocabulary), rawIds: new Map() });
}

describe('AuditList', () => {
  const rows = [['Problem Solving', 'Rare'], ['problem-solving'], ['Poem', 'Odd'], ['Poem']];

  it('counts and lists the events of each step, in pages', async () => {
    const audit = await auditOf(rows);
    expect(audit.counts).toMatchObject({ frequency: 2, rules: 1, semantic: 0 });
    const frequency = { step: 'frequency', text: '' } as const;
    const pages = [0, 1].map((start) => audit.page(frequency, start, 1));
    expect(pages.map(({ total }) => total)).toEqual([2, 2]);
    expect(pages.flatMap(({ events }) => events.map(({ tag }) => tag))).toEqual(['Odd', 'Rare']);
    expect(audit.page({ step: 'all', text: '' }, 0, 10).total).toBe(3);
    expect(audit.page({ step: 'all', text: '' }, 5, 10).events).toEqual([]);
  });

  it('searches tags and members, in any case', async () => {
    const audit = await auditOf(rows);
    const tags = (text: string) => audit.page({ step: 'all', text }, 0, 10).events.map(({ tag }) => tag);
    expect(tags(' PROBLEM-')).toEqual(['Problem Solving']);
    expect(tags('rare')).toEqual(['Rare']);
    expect(tags('nothing')).toEqual([]);
  });

  it('finds an event by its id', async () => {
    const audit = await auditOf(rows);
    const { events } = audit.page({ step: 'all', text: '' }, 0, 10);
    expect(events).toHaveLength(3);
    for (const event of events) expect(audit.find(event.id)).toEqual(event);
    expect(audit.find('frequency/drop/None')).toBeUndefined();
  });

  it('answers pages of a hundred thousand drops from one list', async () => {
    const audit = await auditOf(Array.from({ length: 100_000 }, (_, row) => [`tag ${row}`]));
    const question = { step: 'frequency', text: 'tag 9' } as const;
    const first = audit.page(question, 0, 100);
    const start = performance.now();
    for (let page = 0; page < 100; page++) audit.page(question, page * 100, 100);
    expect(first.total).toBe(11_111);
    // Generous: searching anew for every page would take seconds.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
