/** Numbers, sizes and times in words: thousands separators, never more digits than are known. */

const separated = new Intl.NumberFormat('en-US');

/** `52,002`. */
export function formatCount(count: number): string {
  return separated.format(Math.round(count));
}

/** `52,002…` while the number still grows. */
export function formatGrowing(count: number, isFinal: boolean): string {
  return isFinal ? formatCount(count) : `${formatCount(count)}…`;
}

/** `22.8 MB`, in steps of 1,000, as file managers and disks count. */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${formatCount(value)} ${units[0]}` : `${toThreeDigits(value)} ${units[unit]}`;
}

/** `62 %`; one decimal below ten, and `< 0.1 %` rather than a false zero. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  if (percent >= 10 || Number.isInteger(percent))
    return `${percent > 99.5 && percent < 100 ? '> 99' : Math.round(percent)} %`;
  return `${percent.toFixed(1)} %`;
}

/** A figure with a fixed number of decimals and thousands separators. */
export function formatDecimal(value: number, decimals: number): string {
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(
    value,
  );
}

/** `$0.08`; a tenth of a cent where it is less than a cent, and never nothing where it is something. */
export function formatMoney(dollars: number): string {
  if (dollars > 0 && dollars < 0.0005) return '<\u00a0$0.001';
  return `$${dollars > 0 && dollars < 0.01 ? dollars.toFixed(3) : formatDecimal(dollars, 2)}`;
}

/** `7 min`, `40 s`, `1 h 5 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** The text in at most `length` characters, cut at a whole character and marked. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

function toThreeDigits(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}
