/** `sft-lens normalize`: the four steps, the funnel, and the recipe. */
import path from 'node:path';
import { fixedVocabularyOf } from '../core/normalize/fixedVocabulary';
import { formatRecipe, type Recipe } from '../core/normalize/recipe';
import { rowCountOf } from '../core/normalize/tagTable';
import { normalizedRowTags } from '../core/normalize/vocabulary';
import { formatVocabulary, vocabularyFormatOf } from '../core/normalize/vocabularyFormats';
import { rowTagsLines } from '../core/tagging/rowTagsFile';
import { problemWithTarget } from '../node/export/targetProblems';
import { writeText } from '../node/files/writeText';
import { programVersion } from '../node/programVersion';
import { normalizeTable, type PoolNormalization } from '../node/session/normalizePool';
import { InputTrouble, openTaggedPool, taggedQueryCount, type TaggedPool } from '../node/session/taggedPool';
import { writeLines } from '../node/tagging/rowTagsFile';
import { atLeastOneFile, type ParsedArguments } from './arguments';
import { embedderSourceOf, poolOptions, type CommandContext } from './commandContext';
import { normalizationRequest } from './normalizeOptions';
import { formatCount, formatTable } from './terminal';

export async function normalizeCommand(context: CommandContext): Promise<void> {
  const { parsed, terminal, isJson } = context;
  const files = atLeastOneFile(parsed);
  const request = await normalizationRequest(parsed, (line) => terminal.note(line));
  const targets = targetsOf(parsed);
  const { out } = targets;
  for (const target of [out, targets.vocabulary, targets.tags])
    await checkTarget(files, target, parsed.text('journal'));
  const embedders = embedderSourceOf(request.vectors, context);
  const pool = await openTaggedPool(files, poolOptions(context));
  try {
    const result = await normalizeTable(pool.table, request.recipe, embedders, terminal.work('Normalizing'));
    for (const warning of [...result.warnings, ...unusedLines(result)]) terminal.note(warning);
    await writeTargets(targets, result, pool, parsed.isOn('fixed'));
    const report = reportOf(pool, result);
    if (isJson) terminal.printJson(report);
    else for (const line of reportLines(report, out)) terminal.print(line);
  } finally {
    await pool.close();
    await embedders.dispose();
  }
}

function unusedLines({ unusedDecisions }: PoolNormalization): string[] {
  const count = unusedDecisions.length;
  if (count === 0) return [];
  const names = [...new Set(unusedDecisions.map(({ tag }) => tag))];
  const told = `${names.slice(0, mostNamesTold).join(', ')}${names.length > mostNamesTold ? ', …' : ''}`;
  const what = count === 1 ? 'decision of the recipe names a tag' : 'decisions of the recipe name tags';
  return [`${formatCount(count)} ${what} that these data do not have: ${told}`];
}

const mostNamesTold = 5;

interface Targets {
  readonly out: string | undefined;
  readonly vocabulary: string | undefined;
  readonly tags: string | undefined;
}

function targetsOf(parsed: ParsedArguments): Targets {
  return { out: parsed.text('out'), vocabulary: parsed.text('vocabulary-out'), tags: parsed.text('tags-out') };
}

async function writeTargets(targets: Targets, result: PoolNormalization, pool: TaggedPool, isFixed: boolean) {
  const { out, vocabulary: vocabularyPath, tags } = targets;
  const { vocabulary } = result;
  if (out !== undefined) await writeText(out, formatRecipe(recipeToWrite(result, isFixed)));
  if (vocabularyPath !== undefined)
    await writeText(vocabularyPath, formatVocabulary(vocabulary, vocabularyFormatOf(vocabularyPath)));
  const { table } = pool;
  const lines = () => rowTagsLines(normalizedRowTags(table, vocabulary), vocabulary.names, table.isTagged);
  if (tags !== undefined) await writeLines(tags, lines());
}

/** With the vocabulary it made, where asked for: other data are then seen through the same tags. */
function recipeToWrite({ recipe, vocabulary }: PoolNormalization, isFixed: boolean): Recipe {
  const written = { ...recipe, program: `sft-lens ${programVersion}` };
  return isFixed && recipe.vocabulary === undefined
    ? { ...written, vocabulary: fixedVocabularyOf(vocabulary) }
    : written;
}

/** Nothing that is written takes the place of a dataset or of its tags. */
async function checkTarget(files: readonly string[], out: string | undefined, journal?: string): Promise<void> {
  if (out === undefined) return;
  const sources = files.map((file) => path.resolve(file));
  const journals = [...sources.map((file) => `${file}.tags.jsonl`), ...(journal === undefined ? [] : [journal])];
  const problem = await problemWithTarget(sources, path.resolve(out), journals);
  if (problem !== null) throw new InputTrouble(problem);
}

function reportOf(pool: TaggedPool, result: PoolNormalization) {
  const { table, members } = pool;
  return {
    rows: rowCountOf(table),
    queries: taggedQueryCount(table),
    taggedRows: table.isTagged?.reduce((count, flag) => count + flag, 0) ?? rowCountOf(table),
    unreadableReplies: pool.unreadableCount,
    unreadable: pool.unreadable,
    lenientRows: members.reduce((count, { survey }) => count + survey.lenientRowCount, 0),
    invalidRows: members.reduce((count, { survey }) => count + survey.invalidRowCount, 0),
    parameters: result.parameters,
    funnel: result.funnel,
    merges: result.merges,
    vocabulary: result.vocabulary.names.length,
    unusedDecisions: result.unusedDecisions,
  };
}

function reportLines(report: ReturnType<typeof reportOf>, out: string | undefined): string[] {
  const { unreadableReplies } = report;
  const unreadable = `${formatCount(unreadableReplies)} replies could not be read; their rows are left out.`;
  const written = out === undefined ? '' : `; recipe written to ${out}`;
  return [
    `${formatCount(report.rows)} rows, ${formatCount(report.queries)} tagged queries`,
    ...(unreadableReplies > 0 ? [unreadable] : []),
    ...funnelLines(report.funnel),
    `Vocabulary: ${formatCount(report.vocabulary)} tags${written}`,
  ];
}

function funnelLines(
  funnel: readonly {
    step: string;
    tags: number;
    occurrences: number;
    rowsWithoutTags: number;
    averageTagsPerRow: number;
  }[],
): string[] {
  return formatTable(
    ['step', 'tags', 'occurrences', 'rows without tags', 'tags per row'],
    funnel.map((step) => [
      step.step,
      formatCount(step.tags),
      formatCount(step.occurrences),
      formatCount(step.rowsWithoutTags),
      step.averageTagsPerRow.toFixed(2),
    ]),
  );
}
