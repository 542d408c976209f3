import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldedKey, lemmaForm, lemmaFormer, singularOf } from '../../../../src/core/normalize/lemmaForm';
import { hasShared, sharedPath } from '../../../support/sharedData';

const keyOf = (tag: string): string => foldedKey(lemmaForm(tag));

describe('lemmaForm', () => {
  it.each([
    ['C Programming', 'C# Programming'],
    ['C Programming', 'C++ Programming'],
    ['C# Programming', 'C++ Programming'],
    ['Complexity Analysis', 'Complex Analysis'],
    ['Market Analysis', 'Marketing Analysis'],
    ['Computational Science', 'Computer Science'],
    ['Mathematical Problem', 'Mathematics Problem'],
    ['Data Structures', 'Data Structuring'],
    ['Node.js', 'Node js'],
    ["Children's Literature", 'Child Literature'],
    ['COVID-19', 'COVID'],
    ['Type 1-2', 'Type 12'],
    ['.NET', 'Net'],
  ])('keeps %s and %s apart', (left, right) => {
    expect(keyOf(left)).not.toBe(keyOf(right));
  });

  it.each([
    ['Problem-Solving', 'Problem Solving'],
    ['World-Building', 'Worldbuilding'],
    ['Mathematics Proofs', 'Mathematics Proof'],
    ['Multi-step Reasoning', 'Multistep Reasoning'],
    ['Women’s Empowerment', "Women's Empowerment"],
    ['E-commerce', 'ecommerce'],
    ['Covid-19', 'COVID 19'],
    ['Materials Science', 'Material Science'],
    ['Case Studies', 'case study'],
    ['SQL Queries', 'SQL Query'],
    ['Natural Language Processing (NLP)', 'Natural Language Processing'],
    ['Arts & Crafts', 'Arts and Craft'],
    ['patina_application', 'Patina Application'],
    [' Tourism Awareness', 'Tourism awareness'],
    ['ＦＵＬＬ Width', 'full width'],
  ])('folds %s and %s', (left, right) => {
    expect(keyOf(left)).toBe(keyOf(right));
  });

  it.each(
    'css media physics statistics mathematics series analysis news aws kubernetes pandas business process status bias'
      .split(' ')
      .concat(['c++', 'c#', 'f#', '.net', 'node.js', 'asp.net', 'covid-19', 'e-commerce', "children's literature"])
      .concat(['a/b testing', 'ci/cd', 'html/css', 'c++11', 'thesis', 'diabetes', 'linguistics', 'windows', 'lens']),
  )('leaves %s as it is', (tag) => {
    expect(lemmaForm(tag)).toBe(tag);
  });

  it.each([
    '数据分析',
    'تحليل البيانات',
    'データ分析',
    '자연어 처리',
    'анализ данных',
    '🎉',
    '👩‍💻 work',
    '🇺🇸 history',
    'हिन्दी लेखन',
  ])('lets %s survive', (tag) => {
    expect(lemmaForm(tag)).toBe(tag);
  });

  it.each(['', '   ', '!!!', '-- / --', '###', '…'])('leaves nothing of %j', (tag) => {
    expect(lemmaForm(tag)).toBe('');
  });

  it.each([
    ['analyses', 'analysis'],
    ['matrices', 'matrix'],
    ['vertices', 'vertex'],
    ['criteria', 'criterion'],
    ['women', 'woman'],
    ['specimen', 'specimen'],
    ['heroes', 'hero'],
    ['movies', 'movie'],
    ['knives', 'knife'],
    ['classes', 'class'],
    ['boxes', 'box'],
    ['databases', 'database'],
    ['phrases', 'phrase'],
    ['quizzes', 'quiz'],
    ['topics', 'topic'],
    ['olives', 'olive'],
    ['viruses', 'virus'],
    ['ties', 'tie'],
  ])('makes %s %s', (plural, singular) => {
    expect(singularOf(plural)).toBe(singular);
  });

  it('gives a 10,000-character tag a form', () => {
    expect(lemmaForm('Data-'.repeat(2_000)).length).toBe(9_999);
    expect(lemmaForm('('.repeat(10_000))).toBe('');
  });
});

describe.skipIf(!hasShared)('lemmaForm on published vocabularies', () => {
  it('leaves at least 97 % of the 4,531 tags of MIG as they are; the rest are plurals', () => {
    const tags = JSON.parse(readFileSync(sharedPath('data', 'tags', 'mig_valid_tags_4531.json'), 'utf8')) as string[];
    const changed = tags.filter((tag) => lemmaForm(tag) !== tag);
    // 99.8 %: each of these is a plural that the released vocabulary left standing.
    expect(changed).toEqual([
      'keywords',
      'hashtags',
      'microservices',
      'game of thrones',
      'google apps script',
      'nfts',
      'pets',
    ]);
    expect(new Set(tags.map(keyOf)).size).toBe(tags.length);
  });

  it('changes nothing more when applied to its own forms', () => {
    const raw = JSON.parse(readFileSync(sharedPath('reference', 'raw_tags.json'), 'utf8')) as string[];
    const formOf = lemmaFormer();
    expect(raw.filter((tag) => formOf(formOf(tag)) !== formOf(tag))).toEqual([]);
  });
});
