/** The row shapes that are known, most specific first; ties in detection go to the earlier one. */
export const shapeNames = [
  'preference',
  'sharegpt',
  'messages',
  'mt-bench',
  'self-instruct',
  'history',
  'alpaca',
  'dolly',
  'human-assistant',
  'question-answer',
  'prompt',
  'query-response',
  'transcript',
  'string',
  'mapped',
  'unknown',
] as const;

export type ShapeName = (typeof shapeNames)[number];
