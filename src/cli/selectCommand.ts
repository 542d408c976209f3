/** `sft-lens select`: a selection as byte-exact copies of the source rows, with its manifest. */
import path from 'node:path';
import { exportTroubleText } from '../core/export/exportTrouble';
import { formatRecipe, recipeContent } from '../core/normalize/recipe';
import { figuresOfRows } from '../core/measure/compareSelections';
import { readRow } from '../core/dataset/rowReader';
import { queryHash } from '../core/tagging/queryHash';
import { selectRows } from '../core/select/selectRows';
import { whyOf, type Selection, type SelectionRequest } from '../core/select/selector';
import { rowDecoder } from '../node/dataset/decodeRow';
import { exportBundle } from '../node/export/exportBundle';
import { SourceHashes } from '../node/export/sourceHashes';
import { writeText } from '../node/files/writeText';
import { InputTrouble } from '../node/session/taggedPool';
import { programVersion } from '../node/programVersion';
import { atLeastOneFile, wholeNumber, type ParsedArguments } from './arguments';
import type { CommandContext } from './commandContext';
import { judgedRequest } from './judgeOptions';
import { withNormalizedPool, type NormalizedPool } from './openNormalized';
import { constraintsOf, requiredCount, selectorOf, selectorParameters, vectorNotes } from './selectOptions';
import { checkTargets, targetsOf, writtenFiles, writtenLines, type SelectTargets } from './selectTargets';
import { formatCount, formatShare } from './terminal';

export async function selectCommand(context: CommandContext): Promise<void> {
  const { parsed } = context;
  const request = requestOf(parsed);
  const files = atLeastOneFile(parsed).map((file) => path.resolve(file));
  const targets = targetsOf(parsed);
  await checkTargets(targets, files, inputPaths(parsed, files));
  await withHashes(files, (hashes) => selectAndExport(context, files, request, targets, hashes));
}

async function selectAndExport(
  context: CommandContext,
  files: readonly string[],
  request: SelectionRequest,
  targets: SelectTargets,
  hashes: SourceHashes,
): Promise<void> {
  const { parsed } = context;
  const { method } = request;
  const needs = {
    methods: [method],
    withDuplicates: parsed.isOn('no-near-duplicates'),
    withRowVectors: parsed.isOn('vectors'),
  };
  await withNormalizedPool(context, files, needs, async (opened) => {
    const judged = await judgedRequest(context, opened, request);
    if (judged === null) return;
    const selection = selectRows(opened.data, judged, context.terminal.work('Selecting'));
    if (selection.kind === 'refused') throw new InputTrouble(selection.problems.join(' '));
    const noted = { ...selection, notes: [...selection.notes, ...vectorNotes(method, parsed)] };
    await exportAndReport(context, opened, request, noted, targets, hashes);
  });
}

/** The manifest's hashes of the files, made while their rows are read, which takes longer. */
async function withHashes(files: readonly string[], use: (hashes: SourceHashes) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const hashes = new SourceHashes();
  for (const file of files) hashes.begin(file, stop.signal);
  try {
    await use(hashes);
  } finally {
    stop.abort();
  }
}

/** What is read besides the datasets: tags, a recipe, vectors. */
function inputPaths(parsed: ParsedArguments, files: readonly string[]): string[] {
  const journals = parsed.text('journal') ?? files.map((file) => `${file}.tags.jsonl`);
  const vectors = parsed.text('embeddings');
  const named = [
    journals,
    parsed.text('recipe') ?? [],
    vectors === undefined ? [] : [`${vectors}.json`, `${vectors}.f32`],
  ];
  return named.flat().map((file) => path.resolve(file));
}

function requestOf(parsed: ParsedArguments): SelectionRequest {
  return {
    method: selectorOf(parsed.text('method') ?? 'complexity-first'),
    count: requiredCount(parsed),
    seed: wholeNumber(parsed, 'seed', 0) ?? 0,
    isPadded: parsed.isOn('pad'),
    constraints: constraintsOf(parsed),
    parameters: selectorParameters(parsed),
  };
}

async function exportAndReport(
  { parsed, terminal, isJson }: CommandContext,
  { pool, data, normalization }: NormalizedPool,
  request: SelectionRequest,
  selection: Selection,
  targets: SelectTargets,
  hashes: SourceHashes,
): Promise<void> {
  const figures = figuresOfRows(data, selection.rows);
  const decode = rowDecoder(pool.dataset.container);
  const written = await exportBundle(
    {
      dataset: pool.dataset,
      sourcePaths: pool.members.map(({ dataset }) => path.resolve(dataset.path)),
      rows: selection.rows,
      target: targets.rows,
      format: targets.format,
      hashes,
      ...(targets.stage === undefined ? {} : { onlyStage: targets.stage }),
      ...(targets.validationShare === undefined
        ? {}
        : {
            split: {
              share: targets.validationShare,
              seed: selection.seed,
              tags: data.tags,
              tagCount: data.tagNames.length,
            },
          }),
      withHandOver: targets.withHandOver,
      withCard: targets.withCard,
      facts: {
        selector: selection.method,
        parameters: parametersOf(parsed, request, normalization.recipe),
        requested: selection.requested,
        seed: selection.seed,
        shortfall: selection.shortfall,
        rounds: selection.rounds,
        coverage: figures.coverage,
        averageTags: figures.averageTags,
        notes: selection.notes,
        recipeHash: queryHash(recipeContent(normalization.recipe)),
        taggers: pool.taggers,
        version: programVersion,
      },
      readConversation: (bytes) => {
        const row = readRow(bytes, decode, pool.mapping);
        return row.kind === 'row' ? row.conversation : null;
      },
      tagsOf: (row) =>
        Array.from(
          data.tags.tagIds.subarray(data.tags.offsets[row], data.tags.offsets[row + 1]),
          (id) => data.tagNames[id]!,
        ),
    },
    terminal.work('Writing'),
  );
  if (written.kind === 'mixed')
    throw new InputTrouble(`${written.message} Choose one with --stage sft, dpo or kto, or leave out --hand-over.`);
  if (written.kind === 'refused') throw new InputTrouble(exportTroubleText(written.trouble));
  if (targets.why !== undefined) await writeText(targets.why, whyText(selection, data.tagNames));
  const { method, requested, rounds, shortfall, seed, notes } = selection;
  const { coverage, averageTags } = figures;
  const rows = Array.from(selection.rows);
  const report = {
    method,
    requested,
    selected: rows.length,
    rounds,
    coverage,
    averageTags,
    shortfall,
    rows,
    seed,
    notes,
  };
  if (isJson) return terminal.printJson({ ...report, ...writtenFiles(written) });
  for (const line of [...reportLines(report), ...writtenLines(written)]) terminal.print(line);
}

/** All that the selection was asked for besides n, seed and method, for the manifest. */
function parametersOf(
  parsed: ParsedArguments,
  { isPadded, constraints, parameters }: SelectionRequest,
  recipe: NormalizedPool['normalization']['recipe'],
): Readonly<Record<string, unknown>> {
  const named = (key: string, option: string) => {
    const value = parsed.text(option);
    return value === undefined ? {} : { [key]: value };
  };
  return {
    isPadded,
    ...parameters,
    constraints,
    withRowVectors: parsed.isOn('vectors'),
    ...named('qualityPath', 'quality'),
    ...named('sourcePath', 'source'),
    ...named('tagsField', 'tags-field'),
    ...named('query', 'query'),
    ...named('judgeModel', 'judge-model'),
    ...named('judgeMode', 'judge-mode'),
    normalization: JSON.parse(formatRecipe(recipe)) as unknown,
  };
}

function reportLines(report: {
  readonly method: string;
  readonly selected: number;
  readonly coverage: number;
  readonly averageTags: number;
  readonly rounds: number;
  readonly shortfall: number;
  readonly notes: readonly string[];
}): string[] {
  const { method, selected, coverage, averageTags, rounds, shortfall, notes } = report;
  const figures = `coverage ${formatShare(coverage)}, mean tags ${averageTags.toFixed(2)}, rounds ${rounds}`;
  return [
    `${formatCount(selected)} rows by ${method}, ${figures}`,
    ...(shortfall > 0 ? [`${formatCount(shortfall)} rows fewer than asked for; --pad fills up.`] : []),
    ...notes,
  ];
}

/** One JSON line per selected row: why it was taken. */
function whyText(selection: Selection, tagNames: readonly string[]): string {
  return Array.from(selection.rows, (_, position) => {
    const { admittedBy, ...why } = whyOf(selection, position);
    return `${JSON.stringify({ ...why, admittedBy: admittedBy.map((id) => tagNames[id]) })}\n`;
  }).join('');
}
