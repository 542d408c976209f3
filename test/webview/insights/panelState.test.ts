import { describe, expect, it } from 'vitest';
import { readPanelState, readSettings } from '../../../webview/insights/panelState';
import { figureText, styledText, tickText } from '../../../webview/insights/figures';
import { chinese } from '../../../webview/insights/words/chinese';
import { english } from '../../../webview/insights/words/english';
import { settings } from './fixtures';

describe('state that was kept', () => {
  it('comes back as it was written', () => {
    const constrained = {
      ...settings,
      minimumQuality: 0,
      quotaPath: 'source',
      quotaShare: 0.5,
      dropsNearDuplicates: true,
    };
    const kept = { ...readPanelState(null), settings: constrained, tables: ['growth'], equalN: 1000, scrollTop: 12 };
    expect(readPanelState(structuredClone(kept))).toEqual(kept);
  });

  it.each([undefined, null, 'x', 7, [], { settings: { method: 5 } }, { tables: [1], equalN: -3, scrollTop: 'far' }])(
    'that is not state (%j) is as if never kept',
    (kept) => {
      expect(readPanelState(kept)).toEqual(readPanelState(null));
    },
  );

  it('refuses sizes that are no size', () => {
    expect(readSettings({ ...settings, n: NaN })).toBeNull();
    expect(readSettings({ ...settings, n: 0 })).toBeNull();
    expect(readSettings({ ...settings, minimumLength: 'long' })).toEqual(settings);
  });
});

describe('figures', () => {
  it('have as many digits as their interval supports', () => {
    expect(figureText({ value: 0.6203, low: 0.6101, high: 0.6301 })).toEqual({ value: '0.62', margin: '±0.01' });
    expect(figureText({ value: 4.3921, low: 4.361, high: 4.4212 })).toEqual({ value: '4.39', margin: '±0.03' });
    expect(figureText({ value: 1, low: 1, high: 1 })).toEqual({ value: '1', margin: '' });
  });

  it('are written in the style of their column', () => {
    expect(styledText(52002, 'integer')).toBe('52,002');
    expect(styledText(0.5, 'percent')).toBe('50 %');
    expect(styledText(Infinity, 'decimal')).toBe('–');
    expect(tickText(1_200_000, 'integer')).toBe('1.2 M');
    expect(tickText(0.25, 'percent')).toBe('25 %');
  });
});

describe('words', () => {
  it('exist in both languages with the same shape', () => {
    expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort());
    for (const key of Object.keys(english) as (keyof typeof english)[]) {
      expect(typeof chinese[key], key).toBe(typeof english[key]);
      if (typeof english[key] === 'function') expect(chinese[key].length, key).toBe(english[key].length);
    }
  });
});
