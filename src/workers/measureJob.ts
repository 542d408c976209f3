/** Thread entry: the figures, curves and maps that were asked for. */
import { compareSelections, poolFiguresOf } from '../core/measure/compareSelections';
import { topPairs } from '../core/measure/cooccurrence';
import { growthCurve, randomBand, randomCurve, selectionCurve } from '../core/measure/curves';
import { describeDataset } from '../core/measure/describeDataset';
import { overviewOf } from '../core/measure/overview';
import { countedRows } from '../core/measure/tagFigures';
import { layOutTags } from '../core/measure/tagMap';
import type { Curve } from '../core/measure/measures';
import type { LongWork } from '../core/ports';
import { resolveConstraints } from '../core/select/constraints';
import type { SelectionRequest } from '../core/select/selector';
import { planTacos } from '../core/select/tacosPlan';
import { rowsPerTag } from '../core/select/tagIndex';
import { serveJob } from '../node/jobs/serveJob';
import type { MeasureRequest, MeasureResult } from '../protocol/selectJobs';

serveJob<'measure'>((request, { onProgress }) => measure(request, { onProgress }));

function measure(
  { data, stats, overview, compare, tagMap, tacosPlan, pairs, curves, random }: MeasureRequest,
  work: LongWork,
): MeasureResult {
  return {
    ...(stats ? { stats: describeDataset(data, stats, work) } : {}),
    ...(overview ? { overview: overviewOf(data, overview, work) } : {}),
    ...(compare ? { compare: compareSelections(data, compare, { ...work, now: () => performance.now() }) } : {}),
    ...(tagMap ? { tagMap: layOutTags(data, tagMap, work) } : {}),
    ...(tacosPlan ? planOf(data, tacosPlan) : {}),
    ...(pairs === undefined ? {} : { pairs: topPairs(data, pairs) }),
    ...(curves ? { curves: curvesOf(data, curves) } : {}),
    ...(random ? { random: { random: bandOf(data, random), pool: poolFiguresOf(data), ...tagRowsOf(data) } } : {}),
  };
}

function bandOf(data: MeasureRequest['data'], random: NonNullable<MeasureRequest['random']>): Curve {
  return randomBand(data, random.maximumRows, random.pointCount, random.seed);
}

function planOf(data: MeasureRequest['data'], request: SelectionRequest): Pick<MeasureResult, 'tacosPlan'> {
  const { candidates, problems } = resolveConstraints(data, request);
  if (problems.length > 0) return { tacosPlan: { problems } };
  return { tacosPlan: planTacos(data, candidates, request.seed, request.parameters?.tacos) };
}

function tagRowsOf(data: MeasureRequest['data']): { readonly rowsPerTag: Uint32Array; readonly rowCount: number } {
  const rows = countedRows(data);
  return { rowsPerTag: rowsPerTag(data.tags, data.tagNames.length, rows), rowCount: rows.length };
}

function curvesOf(
  data: MeasureRequest['data'],
  { rows, pointCount, seed }: NonNullable<MeasureRequest['curves']>,
): NonNullable<MeasureResult['curves']> {
  const maximumRows = rows?.length ?? data.tags.offsets.length - 1;
  return {
    ...(rows ? { selection: selectionCurve(data, rows, pointCount) } : {}),
    random: randomCurve(data, maximumRows, pointCount, seed),
    growth: growthCurve(data, pointCount),
  };
}
