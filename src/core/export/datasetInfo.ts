/**
 * The entry of a converted file in LLaMA-Factory's `dataset_info.json`, by what its loader does (`data/parser.py` and
 * `data/converter.py` of hiyouga/LLaMA-Factory): a column that is named there must be in the file, or loading stops; a
 * file is of one kind, plain answers, preference pairs (`ranking`) or KTO labels.
 */
import type { ExportCaution } from './exportCaution';
import type { RowFormat } from './rowFormats';
import type { TrainingStage, WrittenColumns } from './writtenColumns';

/** The entry for a file of rows that are all for one way of training. */
export function datasetInfo(
  fileName: string,
  format: Exclude<RowFormat, 'source'>,
  columns: WrittenColumns,
  stage: TrainingStage,
): Readonly<Record<string, unknown>> {
  const known = columnNames[format].filter(([, column]) => (columns.counts[column] ?? 0) > 0);
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

/** What a trainer would leave out of these rows. */
export function handOverCautions(format: Exclude<RowFormat, 'source'>, columns: WrittenColumns): ExportCaution[] {
  const { rows, toolRows, partRows } = columns;
  if (format !== 'messages') return [];
  return [
    ...(toolRows > 0 ? [{ kind: 'toolRows', count: toolRows, rows } as const] : []),
    ...(partRows > 0 ? [{ kind: 'imageRows', count: partRows, rows } as const] : []),
  ];
}
