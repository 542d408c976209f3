/** Chat completions of any OpenAI-compatible endpoint as a judge of rows. */
import { judgePrompt, judgeSettings, readScores } from '../../core/select/judgePrompt';
import type { Judge, JudgeReply } from '../../core/select/tacosJudging';
import { queryHash } from '../../core/tagging/queryHash';
import { ChatQuestions, type QuestionEndpoint } from './chatQuestions';

export function createOpenaiJudge(endpoint: QuestionEndpoint): Judge {
  const questions = new ChatQuestions(endpoint, judgeSettings);
  return {
    id: judgeId(endpoint.model),
    judge: async (texts) => {
      const reply = await questions.ask(judgePrompt(texts));
      return reply.kind === 'text' ? scoresOf(reply.text, texts.length) : reply;
    },
  };
}

/** Model and prompt, so that verdicts of another prompt are not taken for these. */
export function judgeId(model: string): string {
  const sample = { query: '', answer: '' };
  const prompts = [judgePrompt([sample]), judgePrompt([sample, sample])];
  return `${model}/${queryHash(JSON.stringify(prompts)).slice(0, 8)}`;
}

function scoresOf(reply: string, count: number): JudgeReply {
  const scores = readScores(reply, count);
  if (scores !== null) return { kind: 'scores', scores };
  const message = `The judge's reply does not hold ${count} scores from 0 to 100: ${JSON.stringify(reply.slice(0, 120))}`;
  return { kind: 'trouble', message, stopsRun: false };
}
