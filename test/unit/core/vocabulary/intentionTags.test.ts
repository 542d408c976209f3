import { describe, expect, it } from 'vitest';
import { intentionTags } from '../../../../src/core/vocabulary/intentionTags';

const tags = intentionTags();

describe('the intention vocabulary', () => {
  it('holds at least 1,500 tags that differ in more than case, spaces and hyphens', () => {
    const forms = new Set(tags.map(({ name }) => name.toLowerCase().replace(/[\s-]+/gu, '')));
    expect(forms.size).toBe(tags.length);
    expect(tags.length).toBeGreaterThanOrEqual(1_500);
  });

  it('has no empty names, cues or areas', () => {
    for (const { name, area, cues } of tags) {
      expect(name).toMatch(/^\S(.*\S)?$/u);
      expect(area).not.toBe('');
      expect(cues).not.toContain('');
    }
  });

  it('writes cues in lower case', () => {
    const cues = tags.flatMap((tag) => tag.cues);
    expect(cues.filter((cue) => cue !== cue.toLowerCase())).toEqual([]);
  });

  it('names broader tags that exist', () => {
    const names = new Set(tags.map(({ name }) => name));
    const broader = tags.map((tag) => tag.broader).filter(Boolean);
    expect(broader.filter((name) => !names.has(name))).toEqual([]);
  });
});
