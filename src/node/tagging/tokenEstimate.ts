/** Token counts: exact for OpenAI's newer models, an estimate for LLaMA's, which no small package holds. */

/** Counts tokens of a text. */
export type TokenCounter = (text: string) => number;

const longestPiece = 20_000;

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
 * At least as many as LLaMA-2's tokenizer makes of ordinary text: a third more than OpenAI's for ASCII, up to two per
 * character elsewhere (its vocabulary of 32,000 holds few other scripts and falls back to bytes).
 */
export function llamaTokenEstimate(count: TokenCounter): TokenCounter {
  return (text) => {
    const ascii = text.replace(/[^\u0020-\u007e\s]/g, '');
    return Math.ceil(count(ascii) * 1.35) + (text.length - ascii.length) * 2;
  };
}

/** The longest beginning of `text` that has at most `maximum` tokens. O(length · log length). */
export function cutToTokens(text: string, maximum: number, count: TokenCounter): string {
  const shortest = text.slice(0, maximum * 12);
  if (count(shortest) <= maximum) return shortest;
  let low = 0;
  let high = shortest.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (count(shortest.slice(0, middle)) <= maximum) low = middle;
    else high = middle;
  }
  return withoutHalfCharacter(shortest.slice(0, low));
}

function withoutHalfCharacter(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text;
}
