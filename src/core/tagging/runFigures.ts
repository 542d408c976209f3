/** Figures of a run as people read them: never more digits than are known. */

/** `940`, `12,300`, `1.2 M`: three digits of a count that is an estimate. */
export function formatRough(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  if (count < 1_000_000) return toDigits(count, count < 10_000 ? 2 : 3).toLocaleString('en-US');
  return `${toDigits(count / 1_000_000, count < 100_000_000 ? 2 : 3)} M`;
}

/** `< $0.01` (kept on one line), `$0.21`, `$12`. */
export function formatDollars(dollars: number): string {
  if (dollars > 0 && dollars < 0.01) return '<\u00a0$0.01';
  return dollars < 10 ? `$${dollars.toFixed(2)}` : `$${Math.round(dollars).toLocaleString('en-US')}`;
}

/** `12 s`, `7 min`, `3 h 20 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return '1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  const rest = tens % 60;
  return rest === 0 ? `${tens / 60} h` : `${Math.floor(tens / 60)} h ${rest} min`;
}

function toDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}
