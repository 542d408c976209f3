import tokenizer from 'llama-tokenizer-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { promptTemplate, type CompletionTemplate } from '../../../../src/core/tagging/prompt';
import { instaggerPrompt } from '../../../../src/node/tagging/instaggerTagger';
import { llamaTokenCounter } from '../../../../src/node/tagging/llamaTokens';
import { cutToTokens, type TokenCounter } from '../../../../src/node/tagging/tokenEstimate';
import { seededRandom } from '../../../support/seededRandom';

let count: TokenCounter;
beforeAll(async () => {
  count = await llamaTokenCounter();
});

describe('tokens of LLaMA', () => {
  // Ids as LLaMA's own tokenizer gives them.
  test.each<[string, readonly number[]]>([
    ['grabbed', [1, 2646, 1327, 287]],
    [' grabbed', [1, 29871, 2646, 1327, 287]],
    ['           grabbed', [1, 9651, 2646, 1327, 287]],
    ['\n', [1, 29871, 13]],
    [' \n', [1, 259, 13]],
    ['\ttabs\t\t\t\tout here', [1, 29871, 12, 21175, 12, 12, 12, 12, 449, 1244]],
    ['ax\n####\nboo', [1, 4853, 13, 4136, 13, 833, 29877]],
    ['镇', [1, 29871, 30411]],
    ['🦙', [1, 29871, 243, 162, 169, 156]],
    ['🦙Ꙋ', [1, 29871, 243, 162, 169, 156, 237, 156, 141]],
    [
      'The llama (/ˈlɑːmə/; 🦙Spanish pronunciation: [ˈʎama]) (Lama glama) is a domesticated South American camelid,',
      Array.from({ length: 45 }, (_, at) => at),
    ],
  ])('of %j', (text, ids) => {
    expect(count(text)).toBe(ids.length);
  });

  test('are those of the package that holds the vocabulary, for every text that needs no single bytes', () => {
    const random = seededRandom(5);
    const words = [
      'the',
      'Tokenizer',
      'x',
      '    ',
      'déjà',
      '数学',
      '12345',
      '(a+b)²',
      'https://a.b/c?d=e',
      'ПРИВЕТ',
      '##',
    ];
    for (let text = 0; text < 300; text++) {
      const sample = Array.from({ length: 1 + random() * 60 }, () => words[Math.floor(random() * words.length)]);
      const joined = sample.join(random() < 0.5 ? ' ' : '');
      expect(count(joined), joined).toBe(tokenizer.encode(joined).length);
    }
  });

  test('of half a character are its three bytes, and of no text one', () => {
    expect(count('\ud83e')).toBe(2 + 3);
    expect(count('')).toBe(2);
  });
});

describe("InsTagger's prompt", () => {
  const template = promptTemplate('instagger-1') as CompletionTemplate;
  test.each([
    ['words', 'Explain how a kettle works, please. ', 900],
    ['no spaces', 'x', 40_000],
    ['Chinese', '请解释一下量子力学的基本原理。', 500],
    ['emoji', '🦙', 2_000],
    ['spaces', ' ', 90_000],
  ])('is as long as fits, and no longer, of %s', (_, piece, times) => {
    const prompt = instaggerPrompt(template, piece.repeat(times), count);
    expect(count(prompt)).toBeLessThanOrEqual(1_536);
    // A character has up to four tokens, and joining may hide a few.
    expect(count(prompt)).toBeGreaterThan(1_528);
    expect(prompt.endsWith(' ASSISTANT:')).toBe(true);
  });

  test('holds a short query whole', () => {
    expect(instaggerPrompt(template, 'Write a poem.', count)).toContain('User query: Write a poem. ASSISTANT:');
  });
});

describe('cutToTokens', () => {
  test('gives the longest beginning that fits, by counting few of them', () => {
    let counted = 0;
    const characters: TokenCounter = (text) => {
      counted += text.length;
      return text.length;
    };
    expect(cutToTokens('a'.repeat(50_000), 1_000, characters)).toHaveLength(1_000);
    expect(counted).toBeLessThan(30_000);
    expect(cutToTokens('short', 1_000, characters)).toBe('short');
    expect(cutToTokens('ab🦙', 3, characters)).toBe('ab');
    // Uneven: all the tokens are at the end.
    expect(cutToTokens(`${'a'.repeat(500)}bbbb`, 2, (text) => text.replaceAll('a', '').length)).toBe('a'.repeat(32));
    expect(cutToTokens(`${'a'.repeat(20)}bbbb`, 2, (text) => text.replaceAll('a', '').length)).toBe(
      `${'a'.repeat(20)}bb`,
    );
  });
});
