/** Tags that follow from the form of a query: its language, code, mathematics. */
import type { QueryForm } from '../../../core/tagging/queryForm';

export interface FormTag {
  readonly name: string;
  /** Added to the tag's score; 1 is as good as certain. */
  readonly bonus: number;
  readonly reason: string;
}

const markup = new Map([
  ['HTML', 'HTML Coding'],
  ['CSS', 'CSS Styling'],
  ['SQL', 'SQL Programming'],
  ['Bash', 'Bash Scripting'],
]);

/** In no particular order; a tag may be named twice, then its bonuses add up. */
export function formTagsOf(form: QueryForm): FormTag[] {
  return [...languageTags(form), ...codeTags(form), ...mathTags(form)];
}

function languageTags({ language }: QueryForm): FormTag[] {
  if (language === 'English' || language === 'Unknown') return [];
  return [{ name: `${language} Language`, bonus: 1, reason: `the query is in ${language}` }];
}

function codeTags({ programmingLanguages, holdsCode }: QueryForm): FormTag[] {
  const tags = programmingLanguages.slice(0, 2).map((language, place) => ({
    name: markup.get(language) ?? `${language} Programming`,
    bonus: place === 0 ? 0.5 : 0.25,
    reason: holdsCode ? `the query holds ${language} code` : `the query names ${language}`,
  }));
  if (programmingLanguages.length === 0 && !holdsCode) return tags;
  return [...tags, { name: 'Programming', bonus: holdsCode ? 0.3 : 0.2, reason: 'the query holds or asks for code' }];
}

function mathTags({ holdsMath, holdsCode }: QueryForm): FormTag[] {
  if (!holdsMath || holdsCode) return [];
  return [{ name: 'Mathematics', bonus: 0.3, reason: 'the query holds formulas' }];
}
