/** How many pills fit into a width; the rest is counted as `+2`. Pure but for the measure that is passed in. */

const padding = 16;
const gap = 4;
const moreWidth = 30;

/** The number of leading names that fit into `width` pixels, leaving room for the count of the others. Time O(names). */
export function countFitting(
  names: readonly string[],
  total: number,
  width: number,
  measure: (text: string) => number,
): number {
  let used = 0;
  for (let index = 0; index < names.length; index++) {
    const needed = measure(names[index] ?? '') + padding + (index === 0 ? 0 : gap);
    const reserve = index + 1 < total ? moreWidth : 0;
    if (used + needed + reserve > width) return Math.max(index, Math.min(1, names.length));
    used += needed;
  }
  return names.length;
}

/** Measures text in the pills' font, remembering what it measured. */
export function createTextMeasure(font: () => string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const width = context === null ? estimateWidth(text) : measureIn(context, font(), text);
    if (known.size > 20_000) known.clear();
    known.set(text, width);
    return width;
  };
}

function measureIn(context: CanvasRenderingContext2D, font: string, text: string): number {
  if (context.font !== font) context.font = font;
  return context.measureText(text).width;
}

/** A guess where there is no canvas: wide scripts take twice the room. */
export function estimateWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e7f ? 11 : 6;
  return width;
}
