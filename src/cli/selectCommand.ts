/** `sft-lens select`: a selection as byte-exact copies of the source rows, with its manifest. */
import path from 'node:path';
import { isRowFormat, rowFormatNames, type RowFormat } from '../core/export/rowFormats';
import { recipeContent } from '../core/normalize/recipe';
import { figuresOfRows } from '../core/measure/compareSelections';
import { readRow } from '../core/dataset/rowReader';
import { queryHash } from '../core/tagging/queryHash';
import { selectRows } from '../core/select/selectRows';
import { whyOf, type Selection, type SelectionRequest } from '../core/select/selector';
import { rowDecoder } from '../node/dataset/decodeRow';
import { writeSelection } from '../node/export/writeSelection';
import { writeText } from '../node/files/writeText';
import { InputTrouble } from '../node/session/taggedPool';
import { programVersion } from '../node/programVersion';
import { atLeastOneFile, oneOf, UsageError, wholeNumber } from './arguments';
import type { CommandContext } from './commandContext';
import { withNormalizedPool, type NormalizedPool } from './openNormalized';
import { constraintsOf, requiredCount, selectorOf, selectorParameters } from './selectOptions';
import { formatCount, formatShare } from './terminal';

export async function selectCommand(context: CommandContext): Promise<void> {
  const { parsed } = context;
  const method = selectorOf(parsed.text('method') ?? 'complexity-first');
  const request: SelectionRequest = {
    method,
    count: requiredCount(parsed),
    seed: wholeNumber(parsed, 'seed', 0) ?? 0,
    isPadded: parsed.isOn('pad'),
    constraints: constraintsOf(parsed),
    parameters: selectorParameters(parsed),
  };
  const out = parsed.text('out');
  if (out === undefined) throw new UsageError('Say where the rows go: --out FILE.');
  const format = oneOf(parsed, 'format', rowFormatNames) ?? 'source';
  const needs = { methods: [method], withDuplicates: parsed.isOn('no-near-duplicates') };
  await withNormalizedPool(context, atLeastOneFile(parsed), needs, async (opened) => {
    const selection = selectRows(opened.data, request, context.terminal.work('Selecting'));
    if (selection.kind === 'refused') throw new InputTrouble(selection.problems.join(' '));
    await exportAndReport(context, opened, selection, path.resolve(out), format);
  });
}

async function exportAndReport(
  { parsed, terminal, isJson }: CommandContext,
  { pool, data, normalization }: NormalizedPool,
  selection: Selection,
  target: string,
  format: RowFormat,
): Promise<void> {
  const figures = figuresOfRows(data, selection.rows);
  const decode = rowDecoder(pool.dataset.container);
  const written = await writeSelection(
    {
      dataset: pool.dataset,
      rows: selection.rows,
      target,
      format: isRowFormat(format) ? format : 'source',
      facts: {
        selector: selection.method,
        parameters: selectorParameters(parsed) as Readonly<Record<string, unknown>>,
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
  if (written.kind === 'refused') throw new InputTrouble(written.message);
  const whyFile = parsed.text('why');
  if (whyFile !== undefined) await writeText(whyFile, whyText(selection, data.tagNames));
  const report = {
    method: selection.method,
    requested: selection.requested,
    selected: selection.rows.length,
    rounds: selection.rounds,
    coverage: figures.coverage,
    averageTags: figures.averageTags,
    shortfall: selection.shortfall,
    rows: Array.from(selection.rows),
    seed: selection.seed,
    notes: selection.notes,
    out: written.path,
    manifest: written.manifestPath,
    bytes: written.bytes,
    refusedRows: written.manifest.refused,
  };
  if (isJson) return terminal.printJson(report);
  terminal.print(
    `${formatCount(report.selected)} rows by ${report.method}, coverage ${formatShare(report.coverage)}, mean tags ${report.averageTags.toFixed(2)}, rounds ${report.rounds}`,
  );
  if (report.shortfall > 0)
    terminal.print(`${formatCount(report.shortfall)} rows fewer than asked for; --pad fills up.`);
  for (const note of report.notes) terminal.print(note);
  terminal.print(`Written to ${report.out} (${formatCount(report.bytes)} bytes), manifest ${report.manifest}`);
}

/** One JSON line per selected row: why it was taken. */
function whyText(selection: Selection, tagNames: readonly string[]): string {
  return Array.from(selection.rows, (_, position) => {
    const { admittedBy, ...why } = whyOf(selection, position);
    return `${JSON.stringify({ ...why, admittedBy: admittedBy.map((id) => tagNames[id]) })}\n`;
  }).join('');
}
