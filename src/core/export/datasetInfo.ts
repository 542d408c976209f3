/**
 * The entry of a converted file in LLaMA-Factory's `dataset_info.json`, by what its loader does (`data/parser.py` and
 * `data/converter.py` of hiyouga/LLaMA-Factory): a column that is named there must be in the file, or loading stops; a
 * file is of one kind, plain answers, preference pairs (`ranking`) or KTO labels.
 */
import type { RowFormat } from './rowFormats';
import type { WrittenColumns } from './writtenColumns';

export type TrainingStage = 'sft' | 'dpo' | 'kto';

/** How LLaMA-Factory can train on the rows: pairs and labels only where every row has them. */
export function trainingStage({ rows, counts }: WrittenColumns): TrainingStage {
  const isIn = (column: string): boolean => rows > 0 && counts[column] === rows;
  if (isIn('chosen') && isIn('rejected')) return 'dpo';
  return isIn('kto_tag') || isIn('label') ? 'kto' : 'sft';
}

/** The entry for a file that holds these columns. */
export function datasetInfo(
  fileName: string,
  format: Exclude<RowFormat, 'source'>,
  columns: WrittenColumns,
): Readonly<Record<string, unknown>> {
  const known = columnNames[format].filter(([, column]) => (columns.counts[column] ?? 0) > 0);
  const stage = trainingStage(columns);
  const ofStage = known.filter(([name]) => isOfStage(name, stage));
  return {
    file_name: fileName,
    ...(format === 'alpaca' ? {} : { formatting: 'sharegpt' }),
    ...(stage === 'dpo' ? { ranking: true } : {}),
    columns: Object.fromEntries(ofStage),
    ...(format === 'messages' ? { tags: openAiTags } : {}),
  };
}

/** LLaMA-Factory's name of each column, and ours. */
const columnNames: Readonly<Record<Exclude<RowFormat, 'source'>, readonly (readonly [string, string])[]>> = {
  alpaca: [
    ['prompt', 'instruction'],
    ['query', 'input'],
    ['response', 'output'],
    ['system', 'system'],
    ['history', 'history'],
    ['chosen', 'chosen'],
    ['rejected', 'rejected'],
    ['kto_tag', 'kto_tag'],
  ],
  sharegpt: [
    ['messages', 'conversations'],
    ['system', 'system'],
    ['tools', 'tools'],
    ['chosen', 'chosen'],
    ['rejected', 'rejected'],
    ['kto_tag', 'kto_tag'],
  ],
  messages: [
    ['messages', 'messages'],
    ['chosen', 'chosen'],
    ['rejected', 'rejected'],
    ['kto_tag', 'label'],
  ],
};

const openAiTags = {
  role_tag: 'role',
  content_tag: 'content',
  user_tag: 'user',
  assistant_tag: 'assistant',
  system_tag: 'system',
};

function isOfStage(column: string, stage: TrainingStage): boolean {
  if (column === 'chosen' || column === 'rejected') return stage === 'dpo';
  return column === 'kto_tag' ? stage === 'kto' : true;
}

/** What a person should know before training, one sentence each; empty where there is nothing. */
export function handOverCautions(format: Exclude<RowFormat, 'source'>, columns: WrittenColumns): string[] {
  const { rows, counts, toolRows, partRows } = columns;
  const cautions: string[] = [];
  const pairs = counts['chosen'] ?? 0;
  if (pairs > 0 && pairs < rows)
    cautions.push(
      `${pairs} of ${rows} rows are preference pairs; LLaMA-Factory finds no answer in them. Export pairs and plain rows apart.`,
    );
  const labels = counts['kto_tag'] ?? counts['label'] ?? 0;
  if (labels > 0 && labels < rows)
    cautions.push(`${labels} of ${rows} rows carry a KTO label; it is not read, because the others have none.`);
  if (format === 'messages' && toolRows > 0)
    cautions.push(
      `${toolRows} of ${rows} rows hold tool calls; LLaMA-Factory skips them in OpenAI messages. Export as ShareGPT to train on them.`,
    );
  if (format === 'messages' && partRows > 0)
    cautions.push(
      `${partRows} of ${rows} rows hold images in a list of parts; LLaMA-Factory and axolotl expect text there.`,
    );
  return cautions;
}
