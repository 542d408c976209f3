/** The parts of a query that are embedded: the instruction stands at the head or, in long queries, at the end. */

const headLength = 360;
const tailLength = 240;

export interface QueryWindow {
  readonly text: string;
  readonly weight: number;
}

/** One window for a short query; head and tail of a long one, cut between words. */
export function queryWindowsOf(query: string): QueryWindow[] {
  const text = query.replace(/\s+/gu, ' ').trim();
  if (text.length <= headLength + tailLength) return [{ text, weight: 1 }];
  return [
    { text: text.slice(0, cutBefore(text, headLength)), weight: 1 },
    { text: text.slice(cutBefore(text, text.length - tailLength)).trim(), weight: 0.5 },
  ];
}

function cutBefore(text: string, position: number): number {
  const space = text.lastIndexOf(' ', position);
  return space > position - 40 ? space : position;
}
