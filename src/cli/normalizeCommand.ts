/** `sft-lens normalize`: the four steps, the funnel, and the recipe. */
import { fixedVocabularyOf } from '../core/normalize/fixedVocabulary';
import { formatRecipe, type Recipe } from '../core/normalize/recipe';
import { rowCountOf } from '../core/normalize/tagTable';
import { writeText } from '../node/files/writeText';
import { programVersion } from '../node/programVersion';
import { normalizeTable, type PoolNormalization } from '../node/session/normalizePool';
import { openTaggedPool, taggedQueryCount } from '../node/session/taggedPool';
import { atLeastOneFile } from './arguments';
import { embedderSourceOf, poolOptions, type CommandContext } from './commandContext';
import { normalizationRequest } from './normalizeOptions';
import { formatCount, formatTable } from './terminal';

export async function normalizeCommand(context: CommandContext): Promise<void> {
  const { parsed, terminal, isJson } = context;
  const request = await normalizationRequest(parsed, (line) => terminal.note(line));
  const embedders = embedderSourceOf(request.embeddings, terminal);
  const pool = await openTaggedPool(atLeastOneFile(parsed), poolOptions(context));
  try {
    const result = await normalizeTable(pool.table, request.recipe, embedders, terminal.work('Normalizing'));
    const out = parsed.text('out');
    for (const warning of result.warnings) terminal.note(warning);
    if (out !== undefined) await writeText(out, formatRecipe(recipeToWrite(result, parsed.isOn('fixed'))));
    const report = {
      rows: rowCountOf(pool.table),
      queries: taggedQueryCount(pool.table),
      taggedRows: pool.table.isTagged?.reduce((count, flag) => count + flag, 0) ?? rowCountOf(pool.table),
      unreadableReplies: pool.unreadableCount,
      unreadable: pool.unreadable,
      lenientRows: pool.members.reduce((count, { survey }) => count + survey.lenientRowCount, 0),
      invalidRows: pool.members.reduce((count, { survey }) => count + survey.invalidRowCount, 0),
      parameters: result.parameters,
      funnel: result.funnel,
      merges: result.merges,
      vocabulary: result.vocabulary.names.length,
      unusedDecisions: result.unusedDecisions,
    };
    if (isJson) return terminal.printJson(report);
    terminal.print(`${formatCount(report.rows)} rows, ${formatCount(report.queries)} tagged queries`);
    if (report.unreadableReplies > 0)
      terminal.print(`${formatCount(report.unreadableReplies)} replies could not be read; their rows are left out.`);
    for (const line of funnelLines(report.funnel)) terminal.print(line);
    terminal.print(
      `Vocabulary: ${formatCount(report.vocabulary)} tags${out === undefined ? '' : `; recipe written to ${out}`}`,
    );
  } finally {
    await pool.close();
    await embedders.dispose();
  }
}

/** With the vocabulary it made, where asked for: other data are then seen through the same tags. */
function recipeToWrite({ recipe, vocabulary }: PoolNormalization, isFixed: boolean): Recipe {
  const written = { ...recipe, program: `sft-lens ${programVersion}` };
  return isFixed && recipe.vocabulary === undefined
    ? { ...written, vocabulary: fixedVocabularyOf(vocabulary) }
    : written;
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
