import { describe, expect, it } from 'vitest';
import { queryFormOf } from '../../../../src/core/tagging/queryForm';

describe('the form of a query', () => {
  it.each([
    ['What is the capital of France?', 'English'],
    ['¿Cómo se hace una tortilla de patatas?', 'Spanish'],
    ['Comment faire une tarte avec des pommes ?', 'French'],
    ['Wie schreibe ich eine Bewerbung und was muss ich beachten?', 'German'],
    ['写一首关于春天的诗', 'Chinese'],
    ['日本の温泉に入るときのマナーは？', 'Japanese'],
    ['О чём роман «Идиот»?', 'Russian'],
    ['من بنى الأهرامات؟', 'Arabic'],
    ['बारिश कैसे होती है?', 'Hindi'],
    ['x+y = 4z, x*y = 4z^2, express x-y in z', 'English'],
    ['12 + 30 = ?', 'Unknown'],
  ])('reads the language of %s', (query, language) => {
    expect(queryFormOf(query).language).toBe(language);
  });

  it('sees code and its language', () => {
    const form = queryFormOf('What does this do?\n```\ndef add(a, b):\n    return a + b\n```');
    expect(form.holdsCode).toBe(true);
    expect(form.programmingLanguages).toContain('Python');
  });

  it('keeps C, C++ and C# apart', () => {
    expect(queryFormOf('Write a C program that sorts').programmingLanguages).toEqual(['C']);
    expect(queryFormOf('Write a sort in C++').programmingLanguages).toEqual(['C++']);
    expect(queryFormOf('Write a sort in C#').programmingLanguages).toEqual(['C#']);
  });

  it('does not take prose for code or mathematics', () => {
    const form = queryFormOf('Tell me a story about a fox (and a hen).');
    expect(form).toMatchObject({ holdsCode: false, holdsMath: false, isQuestion: false, wordCount: 10 });
  });

  it('sees formulas', () => {
    expect(queryFormOf('Solve 3x + 4 = 19').holdsMath).toBe(true);
    expect(queryFormOf('Evaluate \\frac{1}{2}').holdsMath).toBe(true);
  });

  it('reads an empty query', () => {
    expect(queryFormOf('')).toMatchObject({ language: 'Unknown', wordCount: 0, isQuestion: false });
  });

  it('looks at the head of a huge query only', () => {
    expect(queryFormOf('word '.repeat(400_000)).wordCount).toBe(4_000);
  });
});
