/**
 * Selections whose order does not depend on n answer every n of the slider as a prefix. A first n is computed at once;
 * a longer order follows on a thread of its own while nothing waits for it, and is kept with sums over its prefixes.
 * The band of random draws that selections are compared with is kept as well.
 */
import type { PoolFigures } from '../../core/measure/compareSelections';
import type { Curve } from '../../core/measure/measures';
import type { PrefixSums } from '../../core/measure/prefixSums';
import { prefixOf } from '../../core/select/prefix';
import type {
  Selection,
  SelectionData,
  SelectionRefusal,
  SelectionRequest,
  SelectorName,
} from '../../core/select/selector';
import { runJob } from '../jobs/runJob';

/** A selection with what its summary is made from. */
export interface OrderedSelection extends Ordered {
  readonly band: RandomBand;
}

/** Random draws up to `size` rows, and the pool they are drawn from. */
export interface RandomBand {
  readonly random: Curve;
  readonly pool: PoolFigures;
}

interface Ordered {
  readonly kind: 'ordered';
  readonly selection: Selection;
  /** Of the order that the selection begins. */
  readonly sums: PrefixSums;
}

interface KeptOrder extends Ordered {
  readonly tagIds: Uint32Array;
  readonly key: string;
  readonly size: number;
}

interface KeptBand {
  readonly tagIds: Uint32Array;
  readonly seed: number;
  readonly size: number;
  readonly band: Promise<RandomBand>;
}

/** Selectors that order all rows in seconds; of the others twice the n is computed ahead. */
const wholeOrderMethods: readonly SelectorName[] = ['random', 'top-k', 'complexity-first', 'rarity', 'longest'];
const bandPoints = 300;
/** The band reaches so many times further than the n it was first needed for. */
const bandReach = 4;

export class SelectionOrders {
  private kept: KeptOrder | null = null;
  private keptBand: KeptBand | null = null;
  private ahead: AbortController | null = null;

  constructor(private readonly distFolder: string) {}

  /** `qualityPath` tells quality columns apart. */
  async select(
    data: SelectionData,
    request: SelectionRequest,
    qualityPath: string,
    signal?: AbortSignal,
  ): Promise<OrderedSelection | SelectionRefusal> {
    const [ordered, band] = await Promise.all([
      this.ordered(data, request, `${qualityPath}\n${keyOf(request)}`, signal),
      this.band(data, request.seed, request.count),
    ]);
    return ordered.kind === 'refused' ? ordered : { ...ordered, band };
  }

  private async ordered(
    data: SelectionData,
    request: SelectionRequest,
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Ordered | SelectionRefusal> {
    const { kept } = this;
    const isKnown = kept?.tagIds === data.tags.tagIds && kept.key === key && request.count <= kept.size;
    if (isKnown && isPlainCount(request)) return { ...kept, selection: prefixOf(kept.selection, request.count) };
    this.ahead?.abort();
    const ordered = await this.run(data, request, signal);
    if (ordered.kind === 'refused' || !ordered.selection.isPrefixStable) return ordered;
    this.kept = { ...ordered, tagIds: data.tags.tagIds, key, size: request.count };
    this.computeAhead(data, request, key);
    return ordered;
  }

  private async run(
    data: SelectionData,
    request: SelectionRequest,
    signal: AbortSignal | undefined,
  ): Promise<Ordered | SelectionRefusal> {
    const made = await runJob('select', { data, request, withSums: true }, { distFolder: this.distFolder, signal });
    if (made.kind === 'refused') return made;
    const { sums, ...selection } = made;
    if (sums === undefined) throw new Error('The selection came without its sums.');
    return { kind: 'ordered', selection, sums };
  }

  private computeAhead(data: SelectionData, request: SelectionRequest, key: string): void {
    const rowCount = data.tags.offsets.length - 1;
    const isWhole = wholeOrderMethods.includes(request.method);
    const count = isWhole ? rowCount : Math.min(rowCount, 2 * request.count);
    if (count <= request.count) return;
    const ahead = new AbortController();
    this.ahead = ahead;
    this.run(data, { ...request, count }, ahead.signal).then(
      (ordered) => {
        if (ahead.signal.aborted || ordered.kind === 'refused') return;
        this.kept = { ...ordered, tagIds: data.tags.tagIds, key, size: count };
      },
      () => {}, // Only a short cut: without it the next n is computed when it is asked for.
    );
  }

  /** Random draws of up to at least `count` rows. */
  band(data: SelectionData, seed: number, count: number): Promise<RandomBand> {
    const rowCount = data.tags.offsets.length - 1;
    const { keptBand } = this;
    const { tagIds } = data.tags;
    if (keptBand?.tagIds === tagIds && keptBand.seed === seed && Math.min(count, rowCount) <= keptBand.size)
      return keptBand.band;
    const size = Math.min(rowCount, Math.max(1, bandReach * (Number.isInteger(count) ? count : 1)));
    const band = runJob(
      'measure',
      { data, random: { pointCount: bandPoints, seed, maximumRows: size } },
      { distFolder: this.distFolder },
    ).then(({ random }) => {
      if (random === undefined) throw new Error('Nothing was measured.');
      return random;
    });
    const made = { tagIds, seed, size, band };
    this.keptBand = made;
    band.catch(() => {
      if (this.keptBand === made) this.keptBand = null;
    });
    return band;
  }
}

/** Everything but n. */
function keyOf({ count: _, ...request }: SelectionRequest): string {
  return JSON.stringify(request);
}

/** A count that the checks of a request have nothing to say about; the others are asked as they are, to be refused. */
function isPlainCount({ count, constraints }: SelectionRequest): boolean {
  const pinned = constraints?.pinnedRows?.length ?? 0;
  return Number.isInteger(count) && count >= Math.max(1, pinned);
}
