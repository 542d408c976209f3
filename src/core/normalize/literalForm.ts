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
  return (tag) => wordsOf(tag).map(stemOf).join(' ');
}

/** The literal form of one tag; empty where it holds no letter and no digit. */
export function literalForm(tag: string): string {
  return wordsOf(tag).map(porterStem).join(' ');
}

function wordsOf(tag: string): string[] {
  return tag
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
