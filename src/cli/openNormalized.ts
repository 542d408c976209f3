/** A pool opened, normalized and turned into selection data: what stats, select and compare begin with. */
import type { SelectionData, SelectorName } from '../core/select/selector';
import { normalizeTable, type PoolNormalization } from '../node/session/normalizePool';
import { selectionDataOf } from '../node/session/selectionData';
import { openTaggedPool, type TaggedPool } from '../node/session/taggedPool';
import { embedderSourceOf, poolOptions, type CommandContext } from './commandContext';
import { normalizationRequest } from './normalizeOptions';
import { formatCount } from './terminal';

export interface NormalizedPool {
  readonly pool: TaggedPool;
  readonly normalization: PoolNormalization;
  readonly data: SelectionData;
}

export interface DataNeeds {
  readonly methods?: readonly SelectorName[];
  readonly withDuplicates?: boolean;
  /** Embed the queries (`--vectors`). */
  readonly withRowVectors?: boolean;
}

/** Opens, hands over, and closes whatever happens. */
export async function withNormalizedPool(
  context: CommandContext,
  paths: readonly string[],
  needs: DataNeeds,
  use: (opened: NormalizedPool) => Promise<void> | void,
): Promise<void> {
  const { parsed, terminal } = context;
  const request = await normalizationRequest(parsed, (line) => terminal.note(line));
  const embedders = embedderSourceOf(request.vectors, context);
  const rowEmbedders = request.vectors.kind === 'local' ? embedders : embedderSourceOf({ kind: 'local' }, context);
  const pool = await openTaggedPool(paths, poolOptions(context));
  try {
    const normalization = await normalizeTable(pool.table, request.recipe, embedders, terminal.work('Normalizing'));
    for (const warning of normalization.warnings) terminal.note(warning);
    const data = await selectionDataOf(pool, normalization, {
      ...terminal.work('Measuring'),
      ...needs,
      embedders: rowEmbedders,
      qualityPath: parsed.text('quality'),
      sourcePath: parsed.text('source'),
    });
    noteMissingQuality(context, data);
    await use({ pool, normalization, data });
  } finally {
    await pool.close();
    await embedders.dispose();
    await rowEmbedders.dispose();
  }
}

function noteMissingQuality({ parsed, terminal }: CommandContext, { quality }: SelectionData): void {
  const missing = quality?.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0) ?? 0;
  if (quality === undefined || missing === 0) return;
  terminal.note(
    `${formatCount(missing)} of ${formatCount(quality.length)} rows have no number at "${parsed.text('quality')}".`,
  );
}
