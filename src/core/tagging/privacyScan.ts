/**
 * Finds what should not leave the machine in a query: keys, e-mail addresses, phone and card numbers. A heuristic: it names
 * what it found and claims no completeness. Every pattern is bounded, so time is O(length).
 */

export type PrivateKind = 'key' | 'email' | 'phone' | 'card';

export interface PrivateSpan {
  readonly kind: PrivateKind;
  readonly start: number;
  readonly end: number;
}

interface Pattern {
  readonly kind: PrivateKind;
  readonly expression: RegExp;
  readonly isReal?: (found: string) => boolean;
}

/** In order of certainty: where two overlap, the earlier pattern counts. */
const patterns: readonly Pattern[] = [
  {
    kind: 'key',
    expression: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{1,10000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
  },
  { kind: 'key', expression: /\b(?:sk|pk|rk)[-_](?:[a-z]{2,10}[-_])?[A-Za-z0-9_-]{20,200}/g },
  {
    kind: 'key',
    expression: /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255}|glpat-[A-Za-z0-9_-]{20,64})/g,
  },
  { kind: 'key', expression: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}/g },
  { kind: 'key', expression: /\b(?:hf|gsk|xai|npm)_[A-Za-z0-9]{24,200}|\bxox[abprs]-[A-Za-z0-9-]{10,200}/g },
  { kind: 'key', expression: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,1000}/g },
  { kind: 'email', expression: /(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g },
  { kind: 'card', expression: /(?<!\d|\d[.-])\d(?:[ -]?\d){12,18}(?!\d|[.-]\d)/g, isReal: isCardNumber },
  {
    kind: 'phone',
    expression: /(?<![\w+])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){1,4}(?![\w])/g,
    isReal: hasPhoneDigits,
  },
  { kind: 'phone', expression: /(?<![\w-])(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-.]\d{4}(?![\w-])/g },
  { kind: 'phone', expression: /(?<![\d.])1[3-9]\d{9}(?![\d.])/g },
];

/** What was found, in order, without overlaps. */
export function scanForPrivate(text: string): PrivateSpan[] {
  const spans: PrivateSpan[] = [];
  for (const { kind, expression, isReal } of patterns) {
    for (const { index, 0: found } of text.matchAll(expression)) {
      const span = { kind, start: index, end: index + found.length };
      if ((isReal?.(found) ?? true) && !spans.some((other) => overlaps(span, other))) spans.push(span);
    }
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** The text with each span replaced by its kind: `[email]`. */
export function redactPrivate(text: string, spans: readonly PrivateSpan[]): string {
  let redacted = '';
  let at = 0;
  for (const { kind, start, end } of spans) {
    redacted += `${text.slice(at, start)}[${kind}]`;
    at = end;
  }
  return redacted + text.slice(at);
}

/** `2 e-mail addresses, 1 key`. */
export function describePrivate(spans: readonly PrivateSpan[]): string {
  const names: Readonly<Record<PrivateKind, readonly [string, string]>> = {
    key: ['key', 'keys'],
    email: ['e-mail address', 'e-mail addresses'],
    phone: ['phone number', 'phone numbers'],
    card: ['card number', 'card numbers'],
  };
  const kinds = [...new Set(spans.map((span) => span.kind))];
  return kinds
    .map((kind) => {
      const count = spans.filter((span) => span.kind === kind).length;
      return `${count} ${names[kind][count === 1 ? 0 : 1]}`;
    })
    .join(', ');
}

function overlaps(first: PrivateSpan, second: PrivateSpan): boolean {
  return first.start < second.end && second.start < first.end;
}

/** Luhn's check (US patent 2,950,048), and a first digit that issuers use. */
function isCardNumber(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (!/^[2-6]/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const weighed = place % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

function hasPhoneDigits(found: string): boolean {
  const count = found.replace(/\D/g, '').length;
  return count >= 8 && count <= 15;
}
