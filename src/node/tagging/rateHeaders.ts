/** What a service says about when to come back: `Retry-After` and the `x-ratelimit-*` headers. */

interface ReadableHeaders {
  get(name: string): string | null;
}

const longestWaitMs = 10 * 60_000;

/** Milliseconds to wait, or undefined where nothing is said. */
export function waitFromHeaders(headers: ReadableHeaders | undefined, now: number): number | undefined {
  if (headers === undefined) return undefined;
  const told =
    milliseconds(headers.get('retry-after-ms')) ?? retryAfter(headers.get('retry-after'), now) ?? exhausted(headers);
  return told === undefined ? undefined : Math.min(Math.max(0, told), longestWaitMs);
}

/** Wait until a spent allowance is refilled; undefined while something is left. */
export function exhausted(headers: ReadableHeaders): number | undefined {
  const waits = ['requests', 'tokens'].flatMap((kind) => {
    if (headers.get(`x-ratelimit-remaining-${kind}`) !== '0') return [];
    return [duration(headers.get(`x-ratelimit-reset-${kind}`)) ?? 0];
  });
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function milliseconds(text: string | null): number | undefined {
  const value = text === null ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Seconds, or an HTTP date. */
function retryAfter(text: string | null, now: number): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date - now;
}

/** `1s`, `6m0s`, `120ms`, `1h2m3.5s`, or plain seconds. */
export function duration(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  let total: number | undefined;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) {
    total = (total ?? 0) + Number(amount) * units[unit!]!;
  }
  return total;
}
