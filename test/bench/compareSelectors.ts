/** The bench of selectors on the 3,423 real rows, quality from `reward`, as tables in Markdown. */
import { readFileSync } from 'node:fs';
import { compareSelections } from '../../src/core/measure/compareSelections';
import type { MethodFigures } from '../../src/core/measure/measures';
import { rowTagsOf, tagTableOf } from '../../src/core/normalize/tagTable';
import { duplicateGroups } from '../../src/core/select/minHash';
import { selectorNames, type SelectionData } from '../../src/core/select/selector';
import type { BenchReport } from '../support/benchReport';
import { hasShared, sharedPath } from '../support/sharedData';

interface RealRow {
  readonly instruction: string;
  readonly output: string;
  readonly reward: unknown;
}

export function run(report: BenchReport): void {
  if (!hasShared) return report('skipped', 'the shared data are not there');
  const data = realData();
  for (const count of [500, 1000]) {
    const result = compareSelections(data, { methods: selectorNames, count, seed: 0 });
    if (result.kind === 'refused') throw new Error(result.problems.join(' '));
    report(`n = ${count}`);
    report('| method | coverage | mean tags | mean reward | length | near-duplicates | tags lost | shared with ours |');
    report('| --- | --: | --: | --: | --: | --: | --: | --: |');
    for (const figures of result.methods) report(lineOf(figures));
    for (const { method, notes } of result.methods) for (const note of notes) report(`${method}: ${note}`);
  }
}

/** Tags as the reference has them: literal rules, then frequency 2. No vectors: the notes say what stands in. */
function realData(): SelectionData {
  const rows = realRows();
  const tagLines = readFileSync(sharedPath('reference', 'tags_rule_then_frequency2.jsonl'), 'utf8').trim().split('\n');
  const tagsOf = new Map(
    tagLines.map((line) => JSON.parse(line) as { line: number; tags: string[] }).map(({ line, tags }) => [line, tags]),
  );
  const table = tagTableOf(rows.map((_, line) => tagsOf.get(line) ?? null));
  const queryLength = Uint32Array.from(rows, ({ instruction }) => instruction.length);
  const answerLength = Uint32Array.from(rows, ({ output }) => output.length);
  return {
    tags: rowTagsOf(table),
    tagNames: table.names,
    ...(table.isTagged ? { isCandidate: table.isTagged } : {}),
    quality: Float64Array.from(rows, ({ reward }) => (typeof reward === 'number' ? reward : NaN)),
    queryLength,
    answerLength,
    length: queryLength.map((length, row) => length + answerLength[row]!),
    duplicateOf: duplicateGroups(rows.map(({ instruction }) => instruction)),
  };
}

function realRows(): RealRow[] {
  const text = readFileSync(sharedPath('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl'), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line.replace(/: NaN/gu, ': null')) as RealRow);
}

function lineOf({
  method,
  coverage,
  averageTags,
  meanQuality,
  lengthShift,
  nearDuplicateShare,
  tagsLost,
  overlap,
  intervals,
}: MethodFigures): string {
  const percent = (share: number | null | undefined) =>
    share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  const spread = intervals ? ` (${percent(intervals.coverage.low)} to ${percent(intervals.coverage.high)})` : '';
  const cells = [
    method,
    percent(coverage) + spread,
    averageTags.toFixed(2),
    meanQuality?.toFixed(2) ?? '–',
    percent(lengthShift),
    percent(nearDuplicateShare),
    `${tagsLost}`,
    percent(overlap['complexity-first']),
  ];
  return `| ${cells.join(' | ')} |`;
}
