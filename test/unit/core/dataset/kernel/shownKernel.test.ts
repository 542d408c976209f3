import { describe, expect, it } from 'vitest';
import { startNeedleKernel } from '../../../../../src/core/dataset/kernel/needleKernel';
import { exactly } from '../../../../../src/core/dataset/search/characterBytes';
import { seededRandom } from '../../../../support/seededRandom';

const kernel = startNeedleKernel([exactly([0x7e])], () => 1)!;

/** Whether a mark of a row is shown for sure, with other rows around it. */
function isShown(row: string, before = 3, mark = '~'): boolean {
  const bytes = Buffer.from(`${'{"'.repeat(before)}${row}\n{"~": 1}`);
  kernel.input.set(bytes);
  const from = 2 * before;
  const to = from + Buffer.byteLength(row);
  return kernel.isShown(from, to, bytes.indexOf(mark, from));
}

describe('what stands in a row', () => {
  it('is shown inside of strings and keys', () => {
    for (const row of [
      '{"a": "~"}',
      '{"a~": 1}',
      '["~"]',
      '"~"',
      '{"a":{"b":"x"},"b":["~"],"c":{"a":1}}',
      '[{"a":1},{"a":"~"}]',
    ])
      expect([row, isShown(row)]).toEqual([row, true]);
  });

  it('is not outside of them, or not for sure', () => {
    for (const row of ['{"a": ~}', '~', '{"a": "\\"", ~: 1}', '["\\\\", ~]'])
      expect([row, isShown(row)]).toEqual([row, false]);
  });

  it('is not shown for sure where a key comes twice', () => {
    for (const row of [
      '{"a": "~", "a": 1}',
      '{"a": 1, "a": "~"}',
      '{"a":{"~":1},"b":{},"a":2}',
      '[{"ab":1,"c":{"ab":1},"ab":"~"}]',
      '{"": "~", "": 1}',
      '{"a" : "~", "a" : 1}',
      '{"\\u0061": "~", "a": 1}',
    ])
      expect([row, isShown(row)]).toEqual([row, false]);
    const long = 'a key of more than sixteen bytes';
    expect(isShown(`{"${long}": "~", "${long}": 1}`)).toBe(false);
    expect(isShown(`{"${long}": "~", "${long}!": 1}`)).toBe(true);
  });

  it('is told of rows of any length and depth as JSON.parse would have it', () => {
    const random = seededRandom(8);
    const below = (limit: number) => Math.floor(limit * random());
    const keys = ['a', 'b', 'c', 'long key number one', 'long key number two', 'long key numbers two'];
    const fillers = ['\\"', '\\\\', '{', '}', ':', ',\\"a\\":', '', 'é'];
    let strings = 0;
    const text = () => `"${fillers[below(8)]!}${'x'.repeat(below(70))}${fillers[below(8)]!}~${strings++};"`;
    const value = (depth: number): string => {
      if (depth > 4 || random() < 0.4) return text();
      const items = Array.from({ length: below(4) }, () => value(depth + 1));
      if (random() < 0.3) return `[${items.join(', ')}]`;
      return `{${items.map((item) => `"${keys[below(keys.length)]!}": ${item}`).join(',')}}`;
    };
    let shown = 0;
    let hidden = 0;
    for (let count = 0; count < 4_000; count++) {
      strings = 0;
      const row = value(0);
      if (strings === 0) continue;
      const mark = `~${below(strings)};`;
      const isThere = JSON.stringify(JSON.parse(row)).includes(mark);
      const isSure = isShown(row, below(40), mark);
      if (isSure) expect([row, mark, isThere]).toEqual([row, mark, true]);
      shown += isSure ? 1 : 0;
      hidden += isThere ? 0 : 1;
    }
    expect(shown).toBeGreaterThan(1_000);
    expect(hidden).toBeGreaterThan(100);
  });
});
