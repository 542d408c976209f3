/** JSON text with one member a line. Numbers, strings and mistakes stay as they are written: nothing is parsed. O(length). */

/** Deeper levels are indented no further, so that hostile nesting cannot blow the text up. */
const deepestIndent = 40;
const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

export function indentJson(text: string): string {
  const pieces: string[] = [];
  let depth = 0;
  const newLine = () => pieces.push('\n', '  '.repeat(Math.min(Math.max(depth, 0), deepestIndent)));
  const token = /"[^"\\]*(?:\\[^][^"\\]*)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;
  const tokens = text.match(token) ?? [];
  tokens.forEach((found, at) => {
    const closer = closers[found];
    if (closer !== undefined) {
      pieces.push(found);
      if (tokens[at + 1] === closer) return;
      depth++;
      newLine();
    } else if (found === '}' || found === ']') {
      if (closers[tokens[at - 1] ?? ''] !== found) {
        depth--;
        newLine();
      }
      pieces.push(found);
    } else if (found === ',') {
      pieces.push(found);
      newLine();
    } else pieces.push(found === ':' ? ': ' : found);
  });
  return pieces.join('');
}
