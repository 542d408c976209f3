/** What a text is meant as: Markdown, unfenced code, or plain prose. Pure, O(length). */

const markdownSigns = [
  /^\s*(```|~~~)/m,
  /^#{1,6} \S/m,
  /\*\*\S/,
  /^\s{0,3}[-*+] \S/m,
  /^\s{0,3}\d{1,3}[.)] \S/m,
  /^\s*\|?[ :]*-{3,}[ :|-]*\|/m,
  /`[^`\n]+`/,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /^> /m,
];
const fence = /^\s*(```|~~~)/m;
const codeLine =
  /^\s*(def |class |import |from \S+ import|return\b|#include|public |private |function |const |let |var |SELECT |INSERT |<\/?[a-z!][^>]*>|[)}\]]+[;,]?$|\/\/|if\s*\(|for\s*\(|while\s*\()|[;{]\s*$|^\s{4,}\S/;
const codeShare = 0.3;

export type TextForm = 'markdown' | 'code' | 'plain';

/** How a text is to be shown; unfenced code would lose its indentation and underscores as Markdown. */
export function textForm(text: string): TextForm {
  if (fence.test(text)) return 'markdown';
  if (isMostlyCode(text)) return 'code';
  return markdownSigns.some((sign) => sign.test(text)) ? 'markdown' : 'plain';
}

function isMostlyCode(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const coded = lines.filter((line) => codeLine.test(line)).length;
  return coded > 0 && coded / lines.length >= codeShare;
}
