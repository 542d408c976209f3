/** The natural language of a text: by script, and for Latin script by its most frequent small words. */

const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'Japanese'],
  [/\p{Script=Hangul}/gu, 'Korean'],
  [/\p{Script=Han}/gu, 'Chinese'],
  [/\p{Script=Cyrillic}/gu, 'Russian'],
  [/\p{Script=Arabic}/gu, 'Arabic'],
  [/\p{Script=Hebrew}/gu, 'Hebrew'],
  [/\p{Script=Devanagari}/gu, 'Hindi'],
  [/\p{Script=Thai}/gu, 'Thai'],
  [/\p{Script=Greek}/gu, 'Greek'],
  [/\p{Script=Bengali}/gu, 'Bengali'],
];

/** Function words that tell Latin-script languages apart; words shared by several are left out. */
const smallWords: Readonly<Record<string, string>> = {
  English: 'the of and to is for what how with that you this are write my from your it have be please',
  Spanish: 'el los las y que es por para cómo qué con una del está un mi puedes hay más',
  French: 'le les et est pour des une dans quelle comment vous que je avec du sur mon écris quel au',
  German: 'der die das und ist nicht wie ein eine mit für auf ich den zu bitte von was im schreibe',
  Portuguese: 'o os e uma não como para você em do da um é com meu quais são',
  Italian: 'il gli e di che per una non come con un sono della scrivi del perché mi',
  Dutch: 'het een en van ik niet hoe voor met op zijn wat schrijf mijn',
  Polish: 'i w nie jak na jest się do czy co dla napisz',
  Turkish: 've bir bu için ile nasıl nedir ne bana yaz',
  Swedish: 'och att är en det som för på hur jag skriv ett',
  Indonesian: 'dan yang di untuk dengan apa bagaimana ini saya buat',
  Vietnamese: 'và là của cho một các như thế nào tôi viết không',
};

const wordsByLanguage = Object.entries(smallWords).map(([name, words]) => [name, new Set(words.split(' '))] as const);

/** English name of the language; `English` where Latin letters say nothing clearer, `Unknown` without letters. */
export function languageOf(text: string): string {
  const letterCount = text.match(/\p{L}/gu)?.length ?? 0;
  if (letterCount === 0) return 'Unknown';
  const latinWordCount = text.match(/[\p{Script=Latin}]+/gu)?.length ?? 0;
  const counts = scripts.map(([pattern, name]) => ({ name, count: text.match(pattern)?.length ?? 0 }));
  const kana = counts[0]!.count;
  const most = counts.reduce((best, next) => (next.count > best.count ? next : best));
  if (most.count > 2 * latinWordCount || most.count * 3 > letterCount) {
    return most.name === 'Chinese' && kana * 10 > most.count ? 'Japanese' : most.name;
  }
  return latinLanguageOf(text);
}

/** Distinct words decide, and one alone only beside an accent: `y` may be a variable, `die` an English word. */
function latinLanguageOf(text: string): string {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
  const hasAccent = /[\u00c0-\u024f\u1e00-\u1eff]/u.test(text);
  let best = { name: 'English', count: 0 };
  for (const [name, known] of wordsByLanguage) {
    const count = [...words].filter((word) => known.has(word)).length;
    const isClear = name === 'English' || count >= 2 || hasAccent;
    if (isClear && count > best.count) best = { name, count };
  }
  return best.name;
}
