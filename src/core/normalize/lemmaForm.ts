/**
 * Lemma rules: the form under which variants of a tag meet. Case, hyphens, spaces and plurals fold; `+ # . / - '`
 * inside words stay, so that C, C# and C++ are three tags. Only plurals of nouns are undone, never -ing or -ed:
 * market and marketing analysis stay apart. Rules after WordNet's morphological processor (morphy, nouns), with an
 * exception list of our own in place of its dictionary. A form is a key, not a name: see `names` in the vocabulary.
 * Time O(length) per tag.
 */
import { irregularSingulars, singularsInIc, singularsInMen, wordsThatKeepTheirEnding } from './lemmaExceptions';

/** What ends a word: anything but letters, marks, digits, symbols of emoji, and `+ # . / - ' &`. */
const separators =
  /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}\u200d+#./\-'&]+/u;
const hasSubstance = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
const hasDigit = /\d/u;
const abbreviationAtEnd = /\(([\p{L}\p{N}]{2,8})\)\s*$/u;

/** A readable form of one tag (`problem-solve`, `c++ programming`); empty where nothing is left. */
export function lemmaForm(tag: string): string {
  return lemmaFormer()(tag);
}

/** `lemmaForm` with a memory of the words it has met. */
export function lemmaFormer(): (tag: string) => string {
  const lemmas = new Map<string, string>();
  const lemmaOf = (word: string): string => {
    let lemma = lemmas.get(word);
    if (lemma === undefined) lemmas.set(word, (lemma = lemmaOfWord(word)));
    return lemma;
  };
  return (tag) => {
    let form = '';
    for (const word of wordsOf(tag)) {
      const lemma = lemmaOf(word);
      if (lemma !== '') form += form === '' ? lemma : ` ${lemma}`;
    }
    return form;
  };
}

/**
 * The key under which forms meet: the form without spaces and hyphens (world-building, world building, worldbuilding),
 * save between two digits, where they carry meaning (`3-4`, `34`).
 */
export function foldedKey(form: string): string {
  if (!hasDigit.test(form)) return form.replaceAll(' ', '').replaceAll('-', '');
  return form.replace(/(?<!\d)[ -]|[ -](?!\d)/gu, '').replace(/ /gu, '-');
}

/** Most tags hold nothing but these, and then spaces are the only separators. */
const plainTag = /^[a-z0-9 -]*$/iu;

function wordsOf(tag: string): string[] {
  if (plainTag.test(tag)) return tag.toLowerCase().split(' ');
  const text = tag
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’ʼ`´]/gu, "'")
    .replace(/[‐‑‒–—―]/gu, '-')
    .replace(/\ufe0f/gu, '');
  return withoutAbbreviation(text).split(separators);
}

/** `natural language processing (nlp)` is `natural language processing`. */
function withoutAbbreviation(text: string): string {
  const match = abbreviationAtEnd.exec(text);
  if (match === null) return text;
  const before = text.slice(0, match.index).trim();
  const initials = before
    .split(/[\s-]+/u)
    .map((word) => word.charAt(0))
    .join('');
  return initials === match[1]!.replace(/s$/u, '') || initials === match[1] ? before : text;
}

/** The lemma of a word with its marks: each part between hyphens and slashes on its own. */
function lemmaOfWord(word: string): string {
  if (word === '&') return 'and';
  const bare = word.replace(/^['\-/&+#]+|^\.+(?![\p{L}\p{N}])|['\-/&.]+$/gu, '');
  if (!hasSubstance.test(bare)) return '';
  return bare.replace(/[^\-/]+/gu, lemmaOfPart);
}

function lemmaOfPart(part: string): string {
  return /^[a-zß-ÿ]{3,}$/u.test(part) ? singularOf(part) : part;
}

const plainEnding = /(?:ss|us|is|js)$/u;

/** The singular of a lower-case noun; the noun itself where it is none or unknown. */
export function singularOf(word: string): string {
  const irregular = irregularSingulars.get(word);
  if (irregular !== undefined) return irregular;
  if (word.endsWith('men') && word.length > 4 && !singularsInMen.has(word)) return word.slice(0, -2) + 'an';
  if (!word.endsWith('s') || word.length < 4 || plainEnding.test(word) || wordsThatKeepTheirEnding.has(word))
    return word;
  if (word.endsWith('ics')) return singularsInIc.has(word.slice(0, -1)) ? word.slice(0, -1) : word;
  if (word.endsWith('ies')) return word.length > 4 ? word.slice(0, -3) + 'y' : word.slice(0, -1);
  if (/(?:ch|sh|ss|zz|x)es$/u.test(word)) return word.slice(0, -2);
  if (word.endsWith('yses')) return word.slice(0, -2) + 'is';
  return word.slice(0, -1);
}
