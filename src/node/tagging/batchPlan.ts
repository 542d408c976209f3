/** What the batch commands of the editor and the command line share: where the state lies, what a request holds. */
import type { BatchState } from './batchState';
import type { ChatTemplate } from '../../core/tagging/prompt';
import { chatBody, firstShape, type OpenaiTaggerOptions } from './openaiTagger';
import type { BatchProgress } from './batchRun';

/** One batch run per journal. */
export function batchStatePath(journalPath: string): string {
  return `${journalPath}.batch.json`;
}

/** A batch cannot learn from refusals, so the schema is asked for only where it is known to be understood. */
export function batchBody(
  baseUrl: string,
  template: ChatTemplate,
  options: Pick<OpenaiTaggerOptions, 'model' | 'temperature' | 'maxTokens'>,
): (query: string) => object {
  const isOpenai = URL.canParse(baseUrl) && /(^|\.)openai\.com$/.test(new URL(baseUrl).hostname);
  const shape = firstShape(isOpenai ? 'schema' : 'plain');
  return (query) => chatBody(template, query, shape, options);
}

/** `1,940 requests in 2 parts: 900 answered; completed, in_progress.` */
export function batchLine({ requests, completed, parts }: BatchProgress): string {
  const statuses = [...new Set(parts.map(({ status }) => status))].join(', ');
  const pieces = parts.length === 1 ? '1 part' : `${parts.length} parts`;
  return `${requests.toLocaleString('en-US')} requests in ${pieces}: ${completed.toLocaleString('en-US')} answered; ${statuses}.`;
}

export function requestCountOf({ parts }: BatchState): number {
  return parts.reduce((sum, { requestCount }) => sum + requestCount, 0);
}
