/** What can be read off a query without a model: script and language, code, mathematics, question, length. */
import { languageOf } from './naturalLanguage';
import { programmingLanguagesOf } from './programmingLanguage';

export interface QueryForm {
  /** English name of the natural language; `Unknown` where there is no letter. */
  readonly language: string;
  /** Names of programming languages the query shows or names, most certain first. */
  readonly programmingLanguages: readonly string[];
  readonly holdsCode: boolean;
  readonly holdsMath: boolean;
  readonly isQuestion: boolean;
  readonly wordCount: number;
}

const longestLookedAt = 20_000;

/** Lines that look like source code: braces and semicolons at their end, definitions, tags, fences. */
const codeLine =
  /^\s*(?:```|#include\b|import [\w.{*]+|from [\w.]+ import\b|def \w+\(|class \w+|(?:public|private|static|const|let|var|function|func|fn|void|int)\s+\w+.*[({=;]|<\/?(?:html|div|body|head|script|p|span|table|a|ul|li)\b[^>]*>|select\s.+\sfrom\s|.*[;{}]\s*$|.*\)\s*=>\s*)/imu;

const mathSigns =
  /\\(?:frac|sqrt|sum|int|begin|cdot|times|leq|geq|mathbb|left)\b|\$[^$\n]{1,200}\$|[∑∫√≤≥≠π∞∂∈]|\b[a-z]\s*\^\s*\d|\b\d*[xyz]\s*[+\-=]\s*\d|\d\s*[+*/×÷=]\s*\d|\bf\(x\)/u;

const questionStart =
  /^(?:what|who|whom|whose|when|where|which|why|how|is|are|was|were|do|does|did|can|could|should|would|will|has|have|may)\b/iu;

/** Time O(length), looking at no more than the first 20,000 characters. */
export function queryFormOf(query: string): QueryForm {
  const text = query.slice(0, longestLookedAt).trim();
  const holdsCode = codeLine.test(text);
  return {
    language: languageOf(text),
    programmingLanguages: programmingLanguagesOf(text, holdsCode),
    holdsCode,
    holdsMath: mathSigns.test(text),
    isQuestion: /[?？]\s*$/u.test(text) || questionStart.test(text),
    wordCount: (text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []).length,
  };
}
