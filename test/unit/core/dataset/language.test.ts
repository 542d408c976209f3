import { describe, expect, it } from 'vitest';
import { languageCode } from '../../../../src/core/dataset/language';
import { languageNames } from '../../../../src/core/dataset/rowColumns';

describe('the language of a text', () => {
  it.each([
    ['Write a poem.', 'latin'],
    ['写一首诗', 'zh'],
    ['用 Python 写一个快速排序函数', 'zh'],
    ['詩を書いてください', 'ja'],
    ['시를 써 주세요', 'ko'],
    ['Напиши стихотворение', 'ru'],
    ['اكتب قصيدة', 'ar'],
    ['כתוב שיר', 'he'],
    ['एक कविता लिखो', 'hi'],
    ['เขียนบทกวี', 'th'],
    ['Γράψε ένα ποίημα', 'el'],
    ['12 + 3 = ?', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (text, language) => {
    expect(languageNames[languageCode(text)]).toBe(language);
  });
});
