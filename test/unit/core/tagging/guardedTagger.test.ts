import { describe, expect, test } from 'vitest';
import { guardedTagger, guardedText } from '../../../../src/core/tagging/guardedTagger';
import type { Tagger } from '../../../../src/core/tagging/tagRecord';
import { identity } from '../../../support/tagging';

const plain = 'Write a poem.';
const secret = `Mail jo@example.org, key sk-${'a1B2'.repeat(6)}, card 4111 1111 1111 1111.`;

function listening(): { readonly tagger: Tagger; readonly sent: string[] } {
  const sent: string[] = [];
  const tag: Tagger['tag'] = (query) => {
    sent.push(query);
    return Promise.resolve({ kind: 'reply', outcome: { kind: 'tagged', tags: [{ tag: 'a' }] } });
  };
  return { sent, tagger: { identity, isRemote: true, label: 'm at host', maxConcurrency: 7, tag } };
}

describe('guardedTagger', () => {
  test('sends everything as it is where nothing is asked', async () => {
    const { tagger, sent } = listening();
    const guarded = guardedTagger(tagger, 'send');
    await guarded.tag(secret);
    expect([guarded === tagger, sent]).toEqual([true, [secret]]);
  });

  test('redacts what is private, and sends the rest unchanged', async () => {
    const { tagger, sent } = listening();
    const guarded = guardedTagger(tagger, 'redact');
    expect(await guarded.tag(secret)).toMatchObject({ outcome: { kind: 'tagged' } });
    await guarded.tag(plain);
    expect(sent[0]).toMatch(/^Mail \[email\], key \[key\], card \[card\]\.$/);
    expect(sent[1]).toBe(plain);
    expect(guardedText(secret, 'redact')).toBe(sent[0]);
  });

  test('skips a query with private text without a request, and says what it holds', async () => {
    const { tagger, sent } = listening();
    const guarded = guardedTagger(tagger, 'skip');
    const skipped = await guarded.tag(secret);
    expect(skipped).toMatchObject({ kind: 'reply', outcome: { kind: 'refused' }, requests: 0 });
    const message = JSON.stringify(skipped);
    expect(message).toMatch(/Not sent: the query holds .*key.*\. Choose \\"redact\\" or \\"send\\"/);
    expect(message).not.toContain('jo@example.org');
    await guarded.tag(plain);
    expect(sent).toEqual([plain]);
  });

  test('stands for the tagger it guards', () => {
    const { tagger } = listening();
    const { identity: name, isRemote, label, maxConcurrency } = guardedTagger(tagger, 'skip');
    expect({ name, isRemote, label, maxConcurrency }).toEqual({
      name: identity,
      isRemote: true,
      label: 'm at host',
      maxConcurrency: 7,
    });
  });
});
