import { describe, expect, it } from 'vitest';
import { guardedJudge, redactedText } from '../../../../src/core/select/guardedJudge';
import { judgedColumn, judgeOfColumn, readJudgingChoice } from '../../../../src/core/select/judgingChoice';
import type { Judge, JudgedText } from '../../../../src/core/select/tacosJudging';

describe('a guarded judge', () => {
  const plain = { query: 'What is a monad?', answer: 'A monoid.' };
  const leaky = { query: 'Write to jane.doe@example.com', answer: 'Done.' };

  function listening(): Judge & { readonly heard: JudgedText[] } {
    const heard: JudgedText[] = [];
    return {
      id: 'judge',
      heard,
      judge: (texts) => {
        heard.push(...texts);
        return Promise.resolve({ kind: 'scores', scores: texts.map(() => 1) });
      },
    };
  }

  it('sends no private text where it is to be redacted', async () => {
    const judge = listening();
    await guardedJudge(judge, 'redact').judge([plain, leaky]);
    expect(judge.heard).toEqual([plain, redactedText(leaky)]);
    expect(JSON.stringify(judge.heard)).not.toContain('jane.doe');
  });

  it('sends nothing of a pair with private text where it is to be skipped, and goes on', async () => {
    const judge = listening();
    const guarded = guardedJudge(judge, 'skip');
    expect(await guarded.judge([plain, leaky])).toMatchObject({ kind: 'trouble', stopsRun: false });
    expect(judge.heard).toEqual([]);
    expect(await guarded.judge([plain])).toMatchObject({ kind: 'scores' });
  });
});

describe('the choice of verdicts', () => {
  it('is read back as it was kept, and refused where it is none', () => {
    const choice = { judge: 'gpt-4o/1234', mode: 'pairs', clustering: 'k-means' };
    expect(readJudgingChoice(JSON.parse(JSON.stringify(choice)))).toEqual(choice);
    for (const value of [
      null,
      'x',
      {},
      { ...choice, mode: 'all' },
      { ...choice, clustering: 1 },
      { ...choice, judge: 2 },
    ])
      expect(readJudgingChoice(value)).toBeUndefined();
  });

  it('makes a quality column that no JSON path is taken for', () => {
    expect(judgeOfColumn(judgedColumn('gpt-4o/1234'))).toBe('gpt-4o/1234');
    expect(judgeOfColumn('scores.judge')).toBeNull();
  });
});
