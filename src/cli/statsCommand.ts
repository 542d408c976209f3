/** `sft-lens stats`: figures of each dataset over one vocabulary, and the datasets against each other. */
import path from 'node:path';
import { jaccardMatrix, recallMatrix, type TagProfile } from '../core/measure/compareDatasets';
import { describeDataset } from '../core/measure/describeDataset';
import type { DatasetStats } from '../core/measure/measures';
import type { SelectionData } from '../core/select/selector';
import { startsOf } from '../node/session/concatDatasets';
import { atLeastOneFile, wholeNumber } from './arguments';
import type { CommandContext } from './commandContext';
import { withNormalizedPool } from './openNormalized';
import { formatCount, formatShare, formatTable } from './terminal';

export async function statsCommand(context: CommandContext): Promise<void> {
  const { parsed, terminal, isJson } = context;
  await withNormalizedPool(context, atLeastOneFile(parsed), {}, ({ pool, data }) => {
    const starts = startsOf(pool.members.map(({ dataset }) => dataset));
    const equalN = wholeNumber(parsed, 'equal-n', 1);
    const parts = pool.members.map(({ dataset }, index) => ({
      name: path.basename(dataset.path),
      data: sliceRows(data, starts[index]!, starts[index + 1]!),
    }));
    const datasets = parts.map((part) =>
      describeDataset(part.data, {
        name: part.name,
        vocabulary: data.tagNames.length,
        seed: wholeNumber(parsed, 'seed', 0) ?? 0,
        ...(equalN === undefined ? {} : { equalN }),
      }),
    );
    const profiles = parts.map((part, index) => profileOf(part.name, part.data, datasets[index]!.taggedRows));
    const report = { datasets, recall: recallMatrix(profiles), jaccard: jaccardMatrix(profiles) };
    if (isJson) return terminal.printJson(report);
    for (const line of reportLines(datasets)) terminal.print(line);
  });
}

/** The rows from `start` to `end` as data of their own, over the same vocabulary. */
function sliceRows(data: SelectionData, start: number, end: number): SelectionData {
  const first = data.tags.offsets[start]!;
  return {
    tags: {
      offsets: data.tags.offsets.slice(start, end + 1).map((offset) => offset - first),
      tagIds: data.tags.tagIds.slice(first, data.tags.offsets[end]),
    },
    tagNames: data.tagNames,
    ...(data.isCandidate === undefined ? {} : { isCandidate: data.isCandidate.slice(start, end) }),
    ...(data.length === undefined ? {} : { length: data.length.slice(start, end) }),
    ...(data.queryLength === undefined ? {} : { queryLength: data.queryLength.slice(start, end) }),
  };
}

function profileOf(name: string, { tags, tagNames }: SelectionData, taggedRows: number): TagProfile {
  const counts = new Uint32Array(tagNames.length);
  for (const id of tags.tagIds) counts[id]!++;
  const rowsByTag = new Map<string, number>();
  counts.forEach((rows, id) => {
    if (rows > 0) rowsByTag.set(tagNames[id]!, rows);
  });
  return { name, taggedRows, rowsByTag };
}

function reportLines(datasets: readonly DatasetStats[]): string[] {
  const table = formatTable(
    ['dataset', 'rows', 'tagged', 'tags', 'diversity', '95 %', 'complexity', '95 % '],
    datasets.map((stats) => [
      stats.name,
      formatCount(stats.rows),
      formatCount(stats.taggedRows),
      formatCount(stats.uniqueTags),
      formatShare(stats.coverage),
      `${formatShare(stats.intervals.coverage.low)}–${formatShare(stats.intervals.coverage.high)}`,
      stats.complexity.toFixed(2),
      `${stats.intervals.complexity.low.toFixed(2)}–${stats.intervals.complexity.high.toFixed(2)}`,
    ]),
  );
  const tops = datasets.map(
    (stats) =>
      `Most frequent in ${stats.name}: ${stats.topTags
        .slice(0, 10)
        .map(({ tag, rows }) => `${tag} (${formatCount(rows)})`)
        .join(', ')}`,
  );
  return [`Vocabulary: ${formatCount(datasets[0]?.vocabulary ?? 0)} tags`, ...table, ...tops];
}
