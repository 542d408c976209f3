/**
 * The bench of selectors as tables in Markdown: on the 3,423 real rows, quality from `reward`, and at the size of the
 * paper with time and memory of each. k-center on vectors of 384 numbers is measured on its own.
 */
import { readFileSync } from 'node:fs';
import { compareSelections } from '../../src/core/measure/compareSelections';
import type { MethodFigures } from '../../src/core/measure/measures';
import { rowTagsOf, tagTableOf } from '../../src/core/normalize/tagTable';
import { duplicateGroups } from '../../src/core/select/minHash';
import { randomOf } from '../../src/core/select/random';
import { selectRows } from '../../src/core/select/selectRows';
import { selectorNames, type SelectionData, type SelectorName } from '../../src/core/select/selector';
import type { BenchReport } from '../support/benchReport';
import { paperPool } from '../support/paperPool';
import { hasShared, sharedPath } from '../support/sharedData';

interface RealRow {
  readonly instruction: string;
  readonly output: string;
  readonly reward: unknown;
}

export function run(report: BenchReport): void {
  reportScale(report);
  reportVectors(report);
  if (!hasShared) return report('the 3,423 real rows', 'skipped', 'the shared data are not there');
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

/** Every selector at n = 6,000 in one comparison; memory is what the run of each alone leaves behind. */
function reportScale(report: BenchReport): void {
  const { data, basis } = paperPool(1);
  const parameters = { targetCoverage: 0.9, targetComplexity: 5 };
  const request = { count: 6000, seed: 0, parameters };
  const memory = new Map(
    selectorNames.map((method) => [method, megabytesOf(() => selectRows(data, { ...request, method }))]),
  );
  const startedMs = performance.now();
  const result = compareSelections(data, { ...request, methods: selectorNames }, { now: () => performance.now() });
  if (result.kind === 'refused') throw new Error(result.problems.join(' '));
  report(
    `${data.tags.offsets.length - 1} rows, ${data.tagNames.length} tags, n = 6000`,
    `${((performance.now() - startedMs) / 1000).toFixed(1)} s`,
    `all of it; ${basis}`,
  );
  report('| method | coverage | mean tags | mean quality | length | tags lost | shared with ours | seconds | MB |');
  report('| --- | --: | --: | --: | --: | --: | --: | --: | --: |');
  for (const figures of result.methods) report(scaleLine(figures, memory.get(figures.method as SelectorName) ?? 0));
}

function scaleLine(figures: MethodFigures, megabytes: number): string {
  const { method, coverage, averageTags, meanQuality, lengthShift, tagsLost, overlap, seconds = 0 } = figures;
  const percent = (share: number | null | undefined) =>
    share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  const cells = [
    method,
    percent(coverage),
    averageTags.toFixed(2),
    meanQuality?.toFixed(2) ?? '–',
    percent(lengthShift),
    `${tagsLost}`,
    percent(overlap['complexity-first']),
    seconds.toFixed(2),
    megabytes.toFixed(0),
  ];
  return `| ${cells.join(' | ')} |`;
}

function megabytesOf(work: () => unknown): number {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const kept = work();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  return kept === undefined ? 0 : Math.max(0, bytes / 2 ** 20);
}

/** Vectors in 200 groups of their own spread, as texts lie; unit length. */
function reportVectors(report: BenchReport): void {
  const [rowCount, width, groups] = [50_000, 384, 200];
  const random = randomOf(5);
  const noise = () => random.next() + random.next() - 1;
  const centers = Float32Array.from({ length: groups * width }, noise);
  const values = new Float32Array(rowCount * width);
  for (let row = 0; row < rowCount; row++) {
    const from = random.below(groups) * width;
    const spread = 0.3 + 0.7 * random.next();
    const vector = values.subarray(row * width, (row + 1) * width);
    for (let k = 0; k < width; k++) vector[k] = centers[from + k]! + spread * noise();
    const norm = Math.hypot(...vector);
    for (let k = 0; k < width; k++) vector[k]! /= norm;
  }
  const data: SelectionData = {
    tags: { offsets: Uint32Array.from({ length: rowCount + 1 }, (_, row) => row), tagIds: new Uint32Array(rowCount) },
    tagNames: ['tag'],
    rowVectors: { width, values },
  };
  for (const count of [500, 2000]) {
    const startedMs = performance.now();
    const megabytes = megabytesOf(() => selectRows(data, { method: 'k-center', count, seed: 0 }));
    const seconds = (performance.now() - startedMs) / 1000;
    report(
      `k-center on vectors, ${rowCount} rows × ${width}, n = ${count}`,
      `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
      `vectors ${(values.byteLength / 2 ** 20).toFixed(0)} MB`,
    );
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
