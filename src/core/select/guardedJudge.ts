/** A judge that looks for private text before anything is sent. */
import { describePrivate, redactPrivate, scanForPrivate } from '../tagging/privacyScan';
import type { PrivacyMode } from '../tagging/guardedTagger';
import type { Judge, JudgedText } from './tacosJudging';

/** `redact` sends `[email]` in place of an address; `skip` leaves the question open with the reason. */
export function guardedJudge(judge: Judge, mode: PrivacyMode): Judge {
  if (mode === 'send') return judge;
  return {
    id: judge.id,
    judge: (texts, signal) => {
      if (mode === 'redact') return judge.judge(texts.map(redactedText), signal);
      const spans = texts.flatMap(({ query, answer }) => [...scanForPrivate(query), ...scanForPrivate(answer)]);
      if (spans.length === 0) return judge.judge(texts, signal);
      const message = `Not sent: a row holds ${describePrivate(spans)}. Choose "redact" or "off" to have it judged.`;
      return Promise.resolve({ kind: 'trouble', message, stopsRun: false });
    },
  };
}

/** What is sent of a row where private text is taken out. */
export function redactedText({ query, answer }: JudgedText): JudgedText {
  return { query: redactPrivate(query, scanForPrivate(query)), answer: redactPrivate(answer, scanForPrivate(answer)) };
}

/** Why a row is not sent to be rewritten; null where no private text was found. Replaced text would be lost for good. */
export function privateReason({ query, answer }: JudgedText): string | null {
  const spans = [...scanForPrivate(query), ...scanForPrivate(answer)];
  return spans.length === 0 ? null : `Not sent: the row holds ${describePrivate(spans)}.`;
}
