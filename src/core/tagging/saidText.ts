/** What a model said, without what it thought before it did. */
import { assistantParts } from '../dataset/shapes/textParts';

/** `<think>` blocks are left out, also one that the template opened or that never ends; empty where nothing else is there. */
export function saidText(reply: string): string {
  const parts = assistantParts(reply).flatMap((part) => (part.kind === 'text' ? [part.text] : []));
  const said = parts.join('').trim();
  return /^<think(ing)?>/.test(said) ? '' : said;
}
