/** Thread entry: the figures, curves and maps that were asked for. */
import { compareSelections } from '../core/measure/compareSelections';
import { topPairs } from '../core/measure/cooccurrence';
import { growthCurve, randomCurve, selectionCurve } from '../core/measure/curves';
import { describeDataset } from '../core/measure/describeDataset';
import { layOutTags } from '../core/measure/tagMap';
import type { LongWork } from '../core/ports';
import { serveJob } from '../node/jobs/serveJob';
import type { MeasureRequest, MeasureResult } from '../protocol/selectJobs';

serveJob<'measure'>((request, { onProgress }) => measure(request, { onProgress }));

function measure({ data, stats, compare, tagMap, pairs, curves }: MeasureRequest, work: LongWork): MeasureResult {
  return {
    ...(stats ? { stats: describeDataset(data, stats, work) } : {}),
    ...(compare ? { compare: compareSelections(data, compare, work) } : {}),
    ...(tagMap ? { tagMap: layOutTags(data, tagMap, work) } : {}),
    ...(pairs === undefined ? {} : { pairs: topPairs(data, pairs) }),
    ...(curves ? { curves: curvesOf(data, curves) } : {}),
  };
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
