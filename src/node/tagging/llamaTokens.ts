/**
 * Tokens as LLaMA 1 and 2 have them, and InsTagger with them: SentencePiece's byte-pair encoding (arXiv 1808.06226) over
 * the vocabulary that `llama-tokenizer-js` packs. Of all neighbours the pair whose token has the lowest number is joined
 * first, of equal ones the leftmost; characters without a token count a token per byte of UTF-8. No token holds a space
 * behind anything else, so that words are counted one by one. Time O(length · log length) for a new word.
 */
import { PriorityQueue } from '../../core/select/priorityQueue';
import type { TokenCounter } from './tokenEstimate';

/** Control tokens and single bytes come before; text never becomes one of them by joining. */
const firstTextToken = 259;
/** Runs of spaces are joined last, all alike. */
const runOfSpaces = 1e6;
const longestKept = 64;
const mostKept = 50_000;

/** Counts the whole of a prompt, with the token that begins it. The vocabulary is loaded on first use. */
export async function llamaTokenCounter(): Promise<TokenCounter> {
  const { default: tokenizer } = await import('llama-tokenizer-js');
  const ids = new Map(
    [...tokenizer.vocabByString].flatMap(([token, id]) =>
      id < firstTextToken ? [] : [[token, /^▁▁+$/u.test(token) ? runOfSpaces : id] as const],
    ),
  );
  const counts = new Map<string, number>();
  const countWord = (word: string): number => {
    const known = counts.get(word);
    if (known !== undefined) return known;
    const count = tokensOfWord(word, ids);
    if (counts.size >= mostKept) counts.clear();
    if (word.length <= longestKept) counts.set(word, count);
    return count;
  };
  return (text) => {
    let tokens = 1;
    for (const [word] of `▁${text.replaceAll(' ', '▁')}`.matchAll(/▁+[^▁]*|[^▁]+/gu)) tokens += countWord(word);
    return tokens;
  };
}

function tokensOfWord(word: string, ids: ReadonlyMap<string, number>): number {
  const starts = startsOfCharacters(word);
  const count = starts.length - 1;
  const next = Int32Array.from(starts, (_, at) => at + 1);
  const previous = Int32Array.from(starts, (_, at) => at - 1);
  const isJoined = new Uint8Array(count);
  const queue = new PriorityQueue(count);
  const idOfPair = (at: number): number | undefined =>
    next[at]! >= count ? undefined : ids.get(word.slice(starts[at], starts[next[next[at]!]!]));
  const offer = (at: number): void => {
    const id = at < 0 ? undefined : idOfPair(at);
    if (id !== undefined) queue.push(at, -id);
  };
  for (let at = 0; at < count; at++) offer(at);
  while (queue.size > 0) {
    const id = -queue.firstKey;
    const at = queue.pop();
    // Offered before one of the two was joined with another.
    if (isJoined[at] === 1 || idOfPair(at) !== id) continue;
    isJoined[next[at]!] = 1;
    next[at] = next[next[at]!]!;
    previous[next[at]] = at;
    offer(at);
    offer(previous[at]!);
  }
  let tokens = 0;
  for (let at = 0; at < count; at = next[at]!) {
    const piece = word.slice(starts[at], starts[next[at]!]);
    tokens += ids.has(piece) ? 1 : Buffer.byteLength(piece);
  }
  return tokens;
}

/** Where each character begins, and the end. */
function startsOfCharacters(word: string): Uint32Array {
  const starts: number[] = [];
  let at = 0;
  for (const character of word) {
    starts.push(at);
    at += character.length;
  }
  return Uint32Array.from([...starts, at]);
}
