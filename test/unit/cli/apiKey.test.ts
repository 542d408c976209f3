import { describe, expect, it } from 'vitest';
import { apiKeyFor } from '../../../src/cli/apiKey';

const environment = { OPENAI_API_KEY: 'openai', OTHER: 'other', EMPTY: '' };

function keyFor(baseUrl: string, more: Record<string, string> = {}, named?: string) {
  const notes: string[] = [];
  const key = apiKeyFor(baseUrl, { environment: { ...environment, ...more }, named, note: (line) => notes.push(line) });
  return { key, notes };
}

describe('apiKeyFor', () => {
  it.each([
    'https://api.openai.com/v1',
    'https://eu.api.openai.com/v1',
    'https://mine.openai.azure.com/openai/v1',
    'http://localhost:8000/v1',
    'http://127.0.0.1:11434/v1',
    'http://[::1]:8000/v1',
  ])("gives OpenAI's key to %s", (baseUrl) => {
    expect(keyFor(baseUrl)).toEqual({ key: 'openai', notes: [] });
  });

  it.each([
    'https://openrouter.ai/api/v1',
    'https://api.openai.com.evil.example/v1',
    'https://evilapi.openai.com:443@example.org/v1',
    'https://notapi.openai.community/v1',
    'https://127.0.0.1.example.org/v1',
    'http://localhost.example.org/v1',
  ])("keeps OpenAI's key from %s, and says so in one line", (baseUrl) => {
    const { key, notes } = keyFor(baseUrl);
    expect(key).toBeUndefined();
    expect(notes).toEqual([
      `OPENAI_API_KEY is not sent to ${new URL(baseUrl).host}, which is not OpenAI's. To send it, say --api-key-env OPENAI_API_KEY.`,
    ]);
  });

  it('sends a key that was named, or set for us, wherever the command sends to', () => {
    const url = 'https://openrouter.ai/api/v1';
    expect(keyFor(url, {}, 'OPENAI_API_KEY')).toEqual({ key: 'openai', notes: [] });
    expect(keyFor(url, { SFT_LENS_API_KEY: 'own' }, 'OTHER')).toEqual({ key: 'other', notes: [] });
    expect(keyFor(url, { SFT_LENS_API_KEY: 'own' })).toEqual({ key: 'own', notes: [] });
    expect(keyFor(url, { SFT_LENS_API_KEY: '' }).key).toBeUndefined();
    expect(keyFor(url, { OPENAI_API_KEY: '' })).toEqual({ key: undefined, notes: [] });
  });

  it.each(['MISSING', 'EMPTY'])('refuses %s, which holds no key', (named) => {
    expect(() => keyFor('http://localhost/v1', {}, named)).toThrow(`the environment holds no ${named}.`);
  });
});
