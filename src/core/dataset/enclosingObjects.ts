/** Finding the row that a place in a JSON text belongs to, without parsing the text before it. */

export interface TextSpan {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

interface Opened {
  readonly at: number;
  readonly isObject: boolean;
}

/**
 * Time is one pass up to the place and to the end of the outermost object that is asked for: some 20 ms for 20 MB. VS Code
 * itself shows extensions no text of more than 50 MB.
 */
const longestScan = 52_428_800;

/**
 * The objects around `offset` that may be rows, likeliest first: those that stand in an array from the outside in, then
 * those that stand in an object. O(offset); empty where the place lies outside of every object or too far into the text.
 */
export function enclosingObjects(text: string, offset: number): TextSpan[] {
  if (offset > longestScan) return [];
  const opened = openAt(text, offset);
  const objects = opened.flatMap(({ at, isObject }, depth) => {
    if (!isObject) return [];
    const parent = opened[depth - 1];
    const rank = parent === undefined ? 2 : parent.isObject ? 1 : 0;
    return [{ at, rank }];
  });
  return objects
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ at }) => ({ start: at, end: endOf(text, at) }))
    .filter(({ end }) => end > offset);
}

/** Brackets that are open before `offset`, outermost first. The bracket at `offset` itself counts as open. */
function openAt(text: string, offset: number): Opened[] {
  const opened: Opened[] = [];
  for (let at = 0; at <= offset && at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') opened.push({ at, isObject: character === '{' });
    else if ((character === '}' || character === ']') && at < offset) opened.pop();
  }
  return opened;
}

/** Behind the bracket that closes the one at `start`; the text's length where none does. */
function endOf(text: string, start: number): number {
  const limit = Math.min(text.length, start + longestScan);
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const character = text[at]!;
    if (character === '"') at = endOfString(text, at);
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

/** The closing quote of the string that opens at `start`, or the end of the text. O(length): each quote looks back over its own backslashes. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (before > start && text[before] === '\\') before--;
    if ((at - before) % 2 === 1) return at;
  }
  return text.length;
}
