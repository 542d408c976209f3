/** Tick positions for our own SVG axes; chart.js finds its own. */

const niceFactors = [1, 2, 2.5, 5, 10];

/** Round steps that cover the range with about `count` ticks (Heckbert, "Nice numbers for graph labels", 1990). */
export function linearTicks(minimum: number, maximum: number, count = 5): number[] {
  if (!(maximum > minimum)) return [minimum];
  const rough = (maximum - minimum) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (niceFactors.find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(minimum / step - 1e-9);
  const last = Math.floor(maximum / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => roundTo((first + index) * step));
}

/** Powers of ten within the range; a range within one power gets its ends. */
export function logTicks(minimum: number, maximum: number): number[] {
  const first = Math.ceil(Math.log10(minimum) - 1e-9);
  const last = Math.floor(Math.log10(maximum) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index));
  return powers.length > 0 ? powers : [minimum, maximum];
}

/** Says whether a tick of a logarithmic axis is worth a label. */
export function isPowerOfTen(value: number): boolean {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

function roundTo(value: number): number {
  return Number(value.toPrecision(12));
}
