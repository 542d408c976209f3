/**
 * Selections for every n of the slider. Where the order of a selector does not depend on n, it grows on a thread beyond
 * the n asked for and answers the others as prefixes; elsewhere (`tacos`, `target`, and any selector under quotas, which
 * are shares of n) each n is a run of its own. While rows are still being found an estimate can be had at once. The band
 * of random draws that selections are compared with is kept as well.
 */
import type { PoolFigures } from '../../core/measure/compareSelections';
import type { Curve } from '../../core/measure/measures';
import type { PrefixSums } from '../../core/measure/prefixSums';
import { rarefactionOf, type Rarefaction } from '../../core/measure/rarefaction';
import type { ProgressListener } from '../../core/ports';
import { selectors } from '../../core/select/registry';
import type {
  SelectionData,
  SelectionRefusal,
  SelectionRequest,
  SelectorName,
  TacosRanking,
} from '../../core/select/selector';
import { runJob } from '../jobs/runJob';
import { GrowingOrder, type Ordered, type OrderReport } from './growingOrder';

/** A selection with what its summary is made from. */
export interface OrderedSelection extends Ordered {
  readonly band: RandomBand;
}

/** What is known before the rows are: the sums of fewer rows, or of another n. */
export interface EstimateBasis {
  readonly sums: PrefixSums;
  readonly band: RandomBand;
}

/** Random draws, and the pool they are drawn from. */
export interface RandomBand {
  /** The middle 95 % of the draws at some sizes; the mean is exact at any size by `expectation`. */
  readonly random: Curve;
  readonly expectation: Rarefaction;
  readonly pool: PoolFigures;
  readonly rowCount: number;
}

export interface OrderOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  /** Told at once where the exact selection has to be waited for and something like it is known. */
  readonly onEstimate?: ((basis: EstimateBasis) => void) | undefined;
}

interface KeptLine {
  readonly tagIds: Uint32Array;
  readonly key: string;
  readonly order: GrowingOrder;
}

interface KeptRanking {
  readonly tagIds: Uint32Array;
  readonly key: string;
  readonly ranking: TacosRanking;
}

interface KeptBand {
  readonly tagIds: Uint32Array;
  readonly seed: number;
  readonly size: number;
  readonly band: Promise<RandomBand>;
}

/** Selectors whose whole order takes seconds at most; of the others eight times the n is found ahead. */
const wholeOrderMethods: readonly SelectorName[] = [
  'random',
  'top-k',
  'complexity-first',
  'max-coverage',
  'rarity',
  'mig',
  'longest',
];
const reachAhead = 8;
const bandPoints = 300;
/** The first band reaches so many times further than the n it is needed for; the whole follows. */
const bandReach = 4;

export class SelectionOrders {
  private line: KeptLine | null = null;
  private ranking: KeptRanking | null = null;
  private keptBand: KeptBand | null = null;
  /** Of the selection answered last, for estimates of the next. */
  private last: { readonly tagIds: Uint32Array; readonly key: string; readonly basis: EstimateBasis } | null = null;

  constructor(private readonly distFolder: string) {}

  /** `basis` tells apart what the request does not hold: the quality column, the judge. */
  async select(
    data: SelectionData,
    request: SelectionRequest,
    basis: string,
    { signal, onEstimate, onProgress }: OrderOptions = {},
  ): Promise<OrderedSelection | SelectionRefusal> {
    const likeness = `${basis}\n${keyOf(withoutQuotas(request))}`;
    const order = this.orderFor(data, request, `${basis}\n${keyOf(request)}`, likeness);
    if (!order.isKnown(request.count)) this.estimate(data, likeness, order, onEstimate);
    const [ordered, band] = await Promise.all([
      order.first(request.count, { signal, onProgress }),
      this.band(data, request.seed, request.count),
    ]);
    if (ordered.kind === 'refused') return ordered;
    this.last = { tagIds: data.tags.tagIds, key: likeness, basis: { sums: ordered.sums, band } };
    return { ...ordered, band };
  }

  private estimate(
    data: SelectionData,
    likeness: string,
    order: GrowingOrder,
    onEstimate: OrderOptions['onEstimate'],
  ): void {
    const { last } = this;
    if (last?.tagIds !== data.tags.tagIds || last.key !== likeness) return;
    onEstimate?.({ ...last.basis, sums: order.sums ?? last.basis.sums });
  }

  private orderFor(data: SelectionData, request: SelectionRequest, key: string, likeness: string): GrowingOrder {
    const { tagIds } = data.tags;
    const { line } = this;
    const isUsable =
      line?.tagIds === tagIds && line.key === key && isStable(request) && line.order.reaches(request.count);
    if (isUsable && isPlainCount(request)) return line.order;
    line?.order.stop();
    const reach = reachOf(request, data.tags.offsets.length - 1);
    const order = new GrowingOrder(reach, (report, signal) =>
      this.run(data, { request, reach, likeness }, report, signal),
    );
    this.line = { tagIds, key, order };
    return order;
  }

  private async run(
    data: SelectionData,
    {
      request,
      reach,
      likeness,
    }: { readonly request: SelectionRequest; readonly reach: number; readonly likeness: string },
    report: OrderReport,
    signal: AbortSignal,
  ): Promise<Ordered | SelectionRefusal> {
    const made = await runJob(
      'select',
      {
        data,
        request: this.withRanking(data, { ...request, count: reach }, likeness),
        withSums: true,
        prefixes: prefixSizes(request.count, reach),
      },
      {
        distFolder: this.distFolder,
        signal,
        onPart: (part) => report.onPrefix({ kind: 'ordered', ...part }),
        onProgress: report.onProgress,
      },
    );
    if (made.kind === 'refused') return made;
    const { sums, ranking, ...selection } = made;
    if (sums === undefined) throw new Error('The selection came without its sums.');
    if (ranking !== undefined) this.ranking = { tagIds: data.tags.tagIds, key: likeness, ranking };
    return { kind: 'ordered', selection, sums };
  }

  private withRanking(data: SelectionData, request: SelectionRequest, key: string): SelectionRequest {
    const { ranking } = this;
    if (request.method !== 'tacos' || ranking?.tagIds !== data.tags.tagIds || ranking.key !== key) return request;
    const { parameters } = request;
    return { ...request, parameters: { ...parameters, tacos: { ...parameters?.tacos, ranking: ranking.ranking } } };
  }

  /** Random draws of up to at least `count` rows. */
  band(data: SelectionData, seed: number, count: number): Promise<RandomBand> {
    const rowCount = data.tags.offsets.length - 1;
    const { keptBand } = this;
    const { tagIds } = data.tags;
    if (keptBand?.tagIds === tagIds && keptBand.seed === seed && Math.min(count, rowCount) <= keptBand.size)
      return keptBand.band;
    const size = Math.min(rowCount, Math.max(1, bandReach * (Number.isInteger(count) ? count : 1)));
    const made = { tagIds, seed, size, band: this.drawBand(data, seed, size) };
    this.keptBand = made;
    made.band.then(
      () => size < rowCount && this.keptBand === made && this.drawWholeBand(data, made),
      () => {
        if (this.keptBand === made) this.keptBand = null;
      },
    );
    return made.band;
  }

  /** So that no later n has to wait for its band. */
  private drawWholeBand(data: SelectionData, first: KeptBand): void {
    const size = data.tags.offsets.length - 1;
    this.drawBand(data, first.seed, size).then(
      (band) => {
        if (this.keptBand === first) this.keptBand = { ...first, size, band: Promise.resolve(band) };
      },
      () => {}, // Only a short cut: without it a longer band is drawn when it is asked for.
    );
  }

  private async drawBand(data: SelectionData, seed: number, maximumRows: number): Promise<RandomBand> {
    const { random } = await runJob(
      'measure',
      { data, random: { pointCount: bandPoints, seed, maximumRows } },
      { distFolder: this.distFolder },
    );
    if (random === undefined) throw new Error('Nothing was measured.');
    const { rowsPerTag, rowCount, ...band } = random;
    return { ...band, rowCount, expectation: rarefactionOf(rowCount, rowsPerTag) };
  }
}

/** Everything but n; columns are told apart by their tags and by what the caller names. */
function keyOf({ count: _, parameters, ...request }: SelectionRequest): string {
  const { tacos, ...others } = parameters ?? {};
  const { scores: _scores, ranking: _ranking, ...plain } = tacos ?? {};
  return JSON.stringify([request, others, plain]);
}

function withoutQuotas({ constraints, ...request }: SelectionRequest): SelectionRequest {
  return { ...request, ...(constraints === undefined ? {} : { constraints: { ...constraints, quotas: [] } }) };
}

/** True where the first rows are the selection of fewer rows. Quotas are shares of n, and so change with it. */
function isStable({ method, constraints }: SelectionRequest): boolean {
  return selectors[method].isPrefixStable && (constraints?.quotas ?? []).length === 0;
}

function reachOf(request: SelectionRequest, rowCount: number): number {
  const { method, count } = request;
  if (!isStable(request) || !isPlainCount(request)) return count;
  const wanted = wholeOrderMethods.includes(method) ? rowCount : Math.min(rowCount, reachAhead * count);
  return Math.max(count, wanted);
}

/** The n asked for, and its doubles. */
function prefixSizes(count: number, reach: number): number[] {
  const sizes: number[] = [];
  for (let size = count; size < reach && Number.isInteger(size) && size > 0; size *= 2) sizes.push(size);
  return sizes;
}

/** A count that the checks of a request have nothing to say about; the others are asked as they are, to be refused. */
function isPlainCount({ count, constraints }: SelectionRequest): boolean {
  const pinned = constraints?.pinnedRows?.length ?? 0;
  return Number.isInteger(count) && count >= Math.max(1, pinned);
}
