/** Token counts of OpenAI's newer models, and what is done with counts of any model. */

/** Counts tokens of a text. */
export type TokenCounter = (text: string) => number;

const longestPiece = 20_000;
/** Characters; runs of spaces are the longest tokens of ordinary text. */
const longestToken = 16;

/** OpenAI's `o200k_base`, loaded on first use. Long texts are counted in pieces, which may differ by a token per piece. */
export async function openaiTokenCounter(): Promise<TokenCounter> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  return (text) => {
    let tokens = 0;
    for (let at = 0; at < text.length; at += longestPiece) {
      tokens += countTokens(text.slice(at, at + longestPiece), { disallowedSpecial: new Set() });
    }
    return tokens;
  };
}

/**
 * For estimates of many texts: exact for the first `exactCount`, of which the beginnings stand for long ones; from then on
 * their tokens per character stand for the rest.
 */
export function sampledTokenCounter(count: TokenCounter, exactCount: number): TokenCounter {
  let counted = 0;
  let tokens = 0;
  let characters = 0;
  return (text) => {
    if (counted >= exactCount) return Math.ceil((text.length * tokens) / Math.max(1, characters));
    counted++;
    const beginning = text.slice(0, longestPiece);
    const own = count(beginning);
    tokens += own;
    characters += beginning.length;
    return beginning === text ? own : Math.ceil((own * text.length) / beginning.length);
  };
}

/**
 * The longest beginning of `text` that has at most `maximum` tokens, by whatever `count` makes of it. Of even text a few
 * beginnings of about that length are counted; O(length · log length) at worst.
 */
export function cutToTokens(text: string, maximum: number, count: TokenCounter): string {
  const longest = text.slice(0, maximum * longestToken);
  const tokens = count(longest);
  if (tokens <= maximum) return withoutHalfCharacter(longest);
  let low = 0;
  let high = longest.length;
  const narrow = (at: number): void => {
    if (at <= low || at >= high) return;
    if (count(longest.slice(0, at)) <= maximum) low = at;
    else high = at;
  };
  const guess = (longest.length * maximum) / tokens;
  for (const share of [0.9, 1.1]) narrow(Math.floor(guess * share));
  while (low + 1 < high) narrow((low + high) >> 1);
  return withoutHalfCharacter(longest.slice(0, low));
}

function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
