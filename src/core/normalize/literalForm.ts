/** Literal rules of the paper: lower-case, special characters to spaces, Porter stem of each word (method.md, section 2). */
import { porterStem } from './porter';

/** A function from tag to form that remembers the stem of each word it has met. */
export function literalFormer(): (tag: string) => string {
  const stems = new Map<string, string>();
  const stemOf = (word: string): string => {
    let stem = stems.get(word);
    if (stem === undefined) stems.set(word, (stem = porterStem(word)));
    return stem;
  };
  return (tag) => formOf(tag, stemOf);
}

/** The literal form of one tag; empty where it holds no letter and no digit. */
export function literalForm(tag: string): string {
  return formOf(tag, porterStem);
}

function formOf(tag: string, stemOf: (word: string) => string): string {
  let form = '';
  for (const word of wordsOf(tag)) if (word !== '') form += form === '' ? stemOf(word) : ` ${stemOf(word)}`;
  return form;
}

/** Most tags hold nothing but these, and then spaces are the only separators. */
const plainTag = /^[a-z0-9 ]*$/iu;

function wordsOf(tag: string): string[] {
  const text = tag.toLowerCase();
  return plainTag.test(text) ? text.split(' ') : text.split(/[^\p{L}\p{N}]+/u);
}
