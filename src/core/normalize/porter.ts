/**
 * Porter's stemmer as NLTK 3.8 runs it by default (mode NLTK_EXTENSIONS): M. F. Porter, "An algorithm for suffix
 * stripping", Program 14.3 (1980), with NLTK's irregular forms and changed steps 1a, 1b, 1c and 2. Names follow the
 * paper: the measure m counts vowel-consonant changes in a stem. Time O(length) per word.
 */

type Condition = (stem: string) => boolean;
/** Suffix, what replaces it, and what must hold for the stem; only the first suffix that fits is tried. */
type Rule = readonly [suffix: string, replacement: string, condition?: Condition];

const irregularForms = new Map<string, string>([
  ['sky', 'sky'],
  ['skies', 'sky'],
  ['dying', 'die'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['news', 'news'],
  ['innings', 'inning'],
  ['inning', 'inning'],
  ['outings', 'outing'],
  ['outing', 'outing'],
  ['cannings', 'canning'],
  ['canning', 'canning'],
  ['howe', 'howe'],
  ['proceed', 'proceed'],
  ['exceed', 'exceed'],
  ['succeed', 'succeed'],
]);

/** The stem of one lower-case word. */
export function porterStem(word: string): string {
  const irregular = irregularForms.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length <= 2) return word;
  return step5b(step5a(step4(step3(step2(step1c(step1b(step1a(word))))))));
}

function isVowelLetter(code: number): boolean {
  return code === 97 || code === 101 || code === 105 || code === 111 || code === 117;
}

/** `y` is a consonant at the start and after a vowel. */
function isConsonant(word: string, index: number): boolean {
  let first = index;
  while (first > 0 && word.charCodeAt(first) === 121) first--;
  const code = word.charCodeAt(first);
  const startsAsConsonant = code === 121 || !isVowelLetter(code);
  return (index - first) % 2 === 0 ? startsAsConsonant : !startsAsConsonant;
}

function measure(stem: string): number {
  let changes = 0;
  let previousIsConsonant = true;
  for (let index = 0; index < stem.length; index++) {
    const code = stem.charCodeAt(index);
    const isConsonantHere: boolean = code === 121 ? index === 0 || !previousIsConsonant : !isVowelLetter(code);
    if (isConsonantHere && !previousIsConsonant && index > 0) changes++;
    previousIsConsonant = isConsonantHere;
  }
  return changes;
}

const hasPositiveMeasure: Condition = (stem) => measure(stem) > 0;
const isLong: Condition = (stem) => measure(stem) > 1;

function containsVowel(stem: string): boolean {
  for (let index = 0; index < stem.length; index++) if (!isConsonant(stem, index)) return true;
  return false;
}

function endsInDoubleConsonant(word: string): boolean {
  const last = word.length - 1;
  return last >= 1 && word[last] === word[last - 1] && isConsonant(word, last);
}

/** The paper's *o, and NLTK's extension to words of a vowel and a consonant. */
function endsInShortSyllable(word: string): boolean {
  const last = word.length - 1;
  if (last === 1) return !isConsonant(word, 0) && isConsonant(word, 1);
  if (last < 2 || 'wxy'.includes(word[last]!)) return false;
  return isConsonant(word, last) && !isConsonant(word, last - 1) && isConsonant(word, last - 2);
}

function applyFirst(word: string, rules: readonly Rule[]): string {
  for (const [suffix, replacement, condition] of rules) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return condition === undefined || condition(stem) ? stem + replacement : word;
  }
  return word;
}

const rules1a: readonly Rule[] = [
  ['sses', 'ss'],
  ['ies', 'i'],
  ['ss', 'ss'],
  ['s', ''],
];

function step1a(word: string): string {
  if (word.length === 4 && word.endsWith('ies')) return word.slice(0, 1) + 'ie';
  return applyFirst(word, rules1a);
}

function step1b(word: string): string {
  if (word.endsWith('ied')) return word.slice(0, -3) + (word.length === 4 ? 'ie' : 'i');
  if (word.endsWith('eed')) return hasPositiveMeasure(word.slice(0, -3)) ? word.slice(0, -1) : word;
  for (const suffix of ['ed', 'ing']) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    if (containsVowel(stem)) return repairedStem(stem);
  }
  return word;
}

/** What follows when step 1b took `ed` or `ing` away. */
function repairedStem(stem: string): string {
  if (stem.endsWith('at') || stem.endsWith('bl') || stem.endsWith('iz')) return stem + 'e';
  if (endsInDoubleConsonant(stem)) return 'lsz'.includes(stem.at(-1)!) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsInShortSyllable(stem) ? stem + 'e' : stem;
}

function step1c(word: string): string {
  const stem = word.slice(0, -1);
  const turnsToI = word.endsWith('y') && stem.length > 1 && isConsonant(stem, stem.length - 1);
  return turnsToI ? stem + 'i' : word;
}

const rules2: readonly Rule[] = [
  ['ational', 'ate', hasPositiveMeasure],
  ['tional', 'tion', hasPositiveMeasure],
  ['enci', 'ence', hasPositiveMeasure],
  ['anci', 'ance', hasPositiveMeasure],
  ['izer', 'ize', hasPositiveMeasure],
  ['bli', 'ble', hasPositiveMeasure],
  ['alli', 'al', hasPositiveMeasure],
  ['entli', 'ent', hasPositiveMeasure],
  ['eli', 'e', hasPositiveMeasure],
  ['ousli', 'ous', hasPositiveMeasure],
  ['ization', 'ize', hasPositiveMeasure],
  ['ation', 'ate', hasPositiveMeasure],
  ['ator', 'ate', hasPositiveMeasure],
  ['alism', 'al', hasPositiveMeasure],
  ['iveness', 'ive', hasPositiveMeasure],
  ['fulness', 'ful', hasPositiveMeasure],
  ['ousness', 'ous', hasPositiveMeasure],
  ['aliti', 'al', hasPositiveMeasure],
  ['iviti', 'ive', hasPositiveMeasure],
  ['biliti', 'ble', hasPositiveMeasure],
  ['fulli', 'ful', hasPositiveMeasure],
  // The l is counted with the stem, so that geo- and theo- work like archaeo-.
  ['logi', 'log', (stem) => hasPositiveMeasure(stem + 'l')],
];

function step2(word: string): string {
  if (word.endsWith('alli') && hasPositiveMeasure(word.slice(0, -4))) return step2(word.slice(0, -2));
  return applyFirst(word, rules2);
}

const rules3: readonly Rule[] = [
  ['icate', 'ic', hasPositiveMeasure],
  ['ative', '', hasPositiveMeasure],
  ['alize', 'al', hasPositiveMeasure],
  ['iciti', 'ic', hasPositiveMeasure],
  ['ical', 'ic', hasPositiveMeasure],
  ['ful', '', hasPositiveMeasure],
  ['ness', '', hasPositiveMeasure],
];

function step3(word: string): string {
  return applyFirst(word, rules3);
}

const rules4: readonly Rule[] = [
  ['al', '', isLong],
  ['ance', '', isLong],
  ['ence', '', isLong],
  ['er', '', isLong],
  ['ic', '', isLong],
  ['able', '', isLong],
  ['ible', '', isLong],
  ['ant', '', isLong],
  ['ement', '', isLong],
  ['ment', '', isLong],
  ['ent', '', isLong],
  ['ion', '', (stem) => isLong(stem) && 'st'.includes(stem.at(-1)!)],
  ['ou', '', isLong],
  ['ism', '', isLong],
  ['ate', '', isLong],
  ['iti', '', isLong],
  ['ous', '', isLong],
  ['ive', '', isLong],
  ['ize', '', isLong],
];

function step4(word: string): string {
  return applyFirst(word, rules4);
}

function step5a(word: string): string {
  if (!word.endsWith('e')) return word;
  const stem = word.slice(0, -1);
  const stemMeasure = measure(stem);
  return stemMeasure > 1 || (stemMeasure === 1 && !endsInShortSyllable(stem)) ? stem : word;
}

function step5b(word: string): string {
  return word.endsWith('ll') && isLong(word.slice(0, -1)) ? word.slice(0, -1) : word;
}
