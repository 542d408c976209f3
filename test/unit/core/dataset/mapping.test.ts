import { describe, expect, it } from 'vitest';
import { formatMapping, parseMapping } from '../../../../src/core/dataset/mapping';

describe('a mapping as text', () => {
  it.each(['auto', 'alpaca', 'mt-bench', 'query=a.b', 'query=q;context=c;answer=a;system=s', 'turns=payload.messages'])(
    '%s is read and written alike',
    (text) => {
      const mapping = parseMapping(text);
      expect(mapping.kind === 'problem' ? mapping.message : formatMapping(mapping)).toBe(text);
    },
  );

  it('takes a path alone for the query', () => {
    expect(parseMapping('data.question')).toEqual({ kind: 'fields', fields: { query: 'data.question' } });
  });

  it.each(['answer=a', 'query=', 'query=a;query=b', 'prompt=a', 'query=a;b'])('%s is refused with a reason', (text) => {
    expect(parseMapping(text)).toMatchObject({ kind: 'problem', message: expect.any(String) as string });
  });
});
