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

const codeOf = (name: LanguageName): number => languageNames.indexOf(name);
const latin = codeOf('latin');
const chinese = codeOf('zh');
const japanese = codeOf('ja');
const other = codeOf('other');
const blockCodes = blocks.map(([first, last, name]) => [first, last, codeOf(name)] as const);
const weights = languageNames.map((name) => weight[name] ?? 1);

/** Code of the language in `languageNames`. Any tenth of kana among Han makes Japanese; ties go to the lower code. */
export function languageCode(text: string): number {
  const counts = scriptCounts(text);
  const kana = counts[japanese]!;
  if (kana > 0 && kana * 10 >= counts[chinese]!) counts[japanese]! += counts[chinese]!;
  let best = 0;
  for (let code = 1; code < counts.length; code++) if (counts[code]! > counts[best]!) best = code;
  return best;
}

function scriptCounts(text: string): Float64Array {
  const counts = new Float64Array(languageNames.length);
  const end = Math.min(text.length, maxUnits);
  for (let at = 0; at < end; at++) {
    const unit = text.charCodeAt(at);
    const code = unit < 0x80 ? asciiCode(unit) : scriptOf(unit);
    if (code > 0) counts[code]! += weights[code]!;
  }
  return counts;
}

function asciiCode(unit: number): number {
  const letter = unit | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? latin : 0;
}

/** Code of the script of a unit beyond ASCII; 0 where it says nothing. */
function scriptOf(unit: number): number {
  for (const [first, last, code] of blockCodes) if (unit >= first && unit <= last) return code;
  return unit >= 0x530 && unit < 0x2000 ? other : 0;
}
