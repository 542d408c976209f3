/** A tagger that looks for private text before anything is sent. */
import { describePrivate, redactPrivate, scanForPrivate } from './privacyScan';
import type { Tagger } from './tagRecord';

export type PrivacyMode = 'send' | 'redact' | 'skip';

/** `redact` sends `[email]` in place of an address; `skip` refuses the query with the reason. Tags stay with the original. */
export function guardedTagger(tagger: Tagger, mode: PrivacyMode): Tagger {
  if (mode === 'send') return tagger;
  return {
    identity: tagger.identity,
    isRemote: tagger.isRemote,
    label: tagger.label,
    maxConcurrency: tagger.maxConcurrency,
    tag: async (query, signal) => {
      const spans = scanForPrivate(query);
      if (spans.length === 0) return tagger.tag(query, signal);
      if (mode === 'redact') return tagger.tag(redactPrivate(query, spans), signal);
      const message = `Not sent: the query holds ${describePrivate(spans)}. Choose "redact" or "send" to tag it.`;
      return { kind: 'reply', outcome: { kind: 'refused', message }, requests: 0 };
    },
  };
}

/** What is sent of a query under a mode. */
export function guardedText(query: string, mode: PrivacyMode): string {
  return mode === 'redact' ? redactPrivate(query, scanForPrivate(query)) : query;
}
