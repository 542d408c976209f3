import { describe, expect, test } from 'vitest';
import { guardedTagger } from '../../../../src/core/tagging/guardedTagger';
import { describePrivate, redactPrivate, scanForPrivate } from '../../../../src/core/tagging/privacyScan';
import type { Tagger } from '../../../../src/core/tagging/tagRecord';

const kinds = (text: string): string[] => scanForPrivate(text).map((span) => span.kind);

describe('scanForPrivate', () => {
  test.each([
    ['mail me at jane.doe+x@mail.example.co.uk, please', ['email']],
    ['key sk-proj-abcdefghijklmnopqrstuvwxyz012345', ['key']],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', ['key']],
    ['AKIAIOSFODNN7EXAMPLE', ['key']],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', ['key']],
    ['pay with 4111 1111 1111 1111 now', ['card']],
    ['call +49 30 901820 or (415) 555-2671 or 13812345678', ['phone', 'phone', 'phone']],
  ])('%j holds %j', (text, expected) => expect(kinds(text)).toEqual(expected));

  test.each([
    'the number 4111 1111 1111 1112 fails the check of Luhn',
    'pi is 3.14159265358979323846',
    'x = 12345678901234567890123',
    'version 1.2.3-456 of 2024-01-02',
    'a decorator @property and user@localhost',
    'the sum of 0000 0000 0000 0000',
    'compute 415-555 and 267',
  ])('%j holds nothing', (text) => expect(kinds(text)).toEqual([]));

  test('redaction replaces exactly what was found', () => {
    const text = 'Write to a@b.co and c@d.org about 4111-1111-1111-1111.';
    const spans = scanForPrivate(text);
    expect(redactPrivate(text, spans)).toBe('Write to [email] and [email] about [card].');
    expect(describePrivate(spans)).toBe('2 e-mail addresses, 1 card number');
  });

  test('long hostile text takes no long time', () => {
    for (const piece of ['a.', '1 ', 'a@', '+1 ', 'eyJ', '-----BEGIN ', '(', '1-']) {
      const started = performance.now();
      scanForPrivate(piece.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});

describe('guardedTagger', () => {
  const sent: string[] = [];
  const inner: Tagger = {
    identity: { tagger: 'openai', model: 'm', promptHash: 'p' },
    isRemote: true,
    label: 'inner',
    maxConcurrency: 1,
    tag: async (query) => {
      sent.push(query);
      return { kind: 'reply', outcome: { kind: 'tagged', tags: [{ tag: 'a' }] } };
    },
  };

  test('skips with the reason, redacts, or sends as told', async () => {
    const skipped = await guardedTagger(inner, 'skip').tag('I am a@b.co');
    expect(skipped).toMatchObject({
      outcome: { kind: 'refused', message: expect.stringContaining('1 e-mail address') as string },
      requests: 0,
    });
    await guardedTagger(inner, 'redact').tag('I am a@b.co');
    await guardedTagger(inner, 'skip').tag('nothing private');
    await guardedTagger(inner, 'send').tag('I am a@b.co');
    expect(sent).toEqual(['I am [email]', 'nothing private', 'I am a@b.co']);
  });
});
