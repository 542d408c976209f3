/** A judge as people know it: the model, and how rows were judged. */
import { judgeOfColumn, type JudgingChoice } from '../../../src/core/select/judgingChoice';
import type { Words } from '../words/english';

/** The model of a judge's id, which ends with the hash of its prompt. */
export function modelOf(judge: string): string {
  const end = judge.lastIndexOf('/');
  return end < 0 ? judge : judge.slice(0, end);
}

export function judgingMode({ mode, clustering }: JudgingChoice, words: Words): string {
  if (mode === 'single') return words.judgedSingle;
  return clustering === 'off' ? words.judgedWithoutClusters : words.judgedPairs;
}

/** A quality column: a path of the rows, or a judge's scores. */
export function qualityName(path: string, words: Words): string {
  const judge = judgeOfColumn(path);
  return judge === null ? path : words.judgedColumn(modelOf(judge));
}
