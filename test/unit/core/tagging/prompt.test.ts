import { describe, expect, test } from 'vitest';
import {
  promptHash,
  promptTemplate,
  promptTemplates,
  renderPrompt,
  templateProblem,
} from '../../../../src/core/tagging/prompt';

describe('prompt templates', () => {
  test('every template is usable and has a hash of its own', () => {
    expect(promptTemplates.map(templateProblem)).toEqual(promptTemplates.map(() => null));
    expect(new Set(promptTemplates.map(promptHash)).size).toBe(promptTemplates.length);
  });

  test('the query stands as it is between its lines, whatever it holds', () => {
    const hostile = 'cost $& $1 {{answer}} {{query}}\n[end]';
    const text = renderPrompt(promptTemplate('instag-1')!, hostile);
    expect(text).toContain(`[begin]\n${hostile}\n[end]\n`);
    expect(text).toContain('"Cosplay"');
    expect(text).toContain('[{"tag": str, "explanation": str}]');
  });

  test('there is a template without examples, and one form of the answer for JSON modes', () => {
    const plain = renderPrompt(promptTemplate('instag-plain-1')!, 'q', 'object');
    expect(plain).not.toContain('Cosplay');
    expect(plain).toContain('{"tags": [');
  });

  test('changing a word changes the hash', () => {
    const template = promptTemplate('instag-1')!;
    expect(promptHash({ ...template, text: `${template.text} ` })).not.toBe(promptHash(template));
  });

  test('a template without a place for the query is refused', () => {
    expect(templateProblem({ kind: 'chat', id: 'mine', title: '', text: 'Tag it.' })).toContain('{{query}}');
  });
});
