/** A text's language by its dominant script: cheap, honest about what it is, good enough to filter by. */
import { languageNames } from './rowColumns';

type LanguageName = (typeof languageNames)[number];

/** Units looked at; more would not change the answer. */
const maxUnits = 2000;

/** First and last code unit of each script's blocks. */
const blocks: readonly (readonly [number, number, LanguageName])[] = [
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xc0, 0x24f, 'latin'],
  [0x370, 0x3ff, 'el'],
  [0x400, 0x52f, 'ru'],
  [0x590, 0x5ff, 'he'],
  [0x600, 0x77f, 'ar'],
  [0x900, 0x97f, 'hi'],
  [0xe00, 0xe7f, 'th'],
  [0x1100, 0x11ff, 'ko'],
  [0x1e00, 0x1eff, 'latin'],
  [0x3040, 0x30ff, 'ja'],
  [0x3400, 0x9fff, 'zh'],
  [0xac00, 0xd7af, 'ko'],
];

/** How much a letter of the script weighs: a Chinese character stands for a word's part of several Latin letters. */
const weight: Partial<Record<LanguageName, number>> = { zh: 3, ja: 3, ko: 2 };

/** Code of the language in `languageNames`. Any tenth of kana among Han makes Japanese; ties go to the lower code. */
export function languageCode(text: string): number {
  const counts = scriptCounts(text);
  const kana = counts[codeOf('ja')]!;
  if (kana > 0 && kana * 10 >= counts[codeOf('zh')]!) counts[codeOf('ja')]! += counts[codeOf('zh')]!;
  let best = 0;
  for (let code = 1; code < counts.length; code++) if (counts[code]! > counts[best]!) best = code;
  return best;
}

function scriptCounts(text: string): Float64Array {
  const counts = new Float64Array(languageNames.length);
  const end = Math.min(text.length, maxUnits);
  for (let at = 0; at < end; at++) {
    const script = scriptOf(text.charCodeAt(at));
    if (script !== undefined) counts[codeOf(script)]! += weight[script] ?? 1;
  }
  return counts;
}

function scriptOf(unit: number): LanguageName | undefined {
  if (unit < 0x80) return (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a ? 'latin' : undefined;
  for (const [first, last, name] of blocks) if (unit >= first && unit <= last) return name;
  return unit >= 0x530 && unit < 0x2000 ? 'other' : undefined;
}

function codeOf(name: LanguageName): number {
  return languageNames.indexOf(name);
}
