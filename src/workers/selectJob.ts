/** Thread entry: one selector under constraints, and where wanted the figures of every prefix. */
import { prefixSumsOf } from '../core/measure/prefixSums';
import { resolveConstraints } from '../core/select/constraints';
import { selectRows } from '../core/select/selectRows';
import type { SelectionData, SelectionRequest, TacosRanking } from '../core/select/selector';
import { rankClusters } from '../core/select/tacos';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'select'>(({ data, request, withSums = false, prefixes = [] }, { onProgress, onPart }) => {
  const ranking = rankingFor(data, request);
  const selection = selectRows(data, ranking === undefined ? request : withRanking(request, ranking), {
    onProgress,
    prefixes,
    onPrefix: (prefix) => onPart({ selection: prefix, sums: prefixSumsOf(data, prefix.rows) }),
  });
  return selection.kind === 'refused' || !withSums
    ? selection
    : {
        ...selection,
        sums: prefixSumsOf(data, selection.rows),
        ...(ranking === undefined ? {} : { ranking }),
      };
});

function rankingFor(data: SelectionData, request: SelectionRequest): TacosRanking | undefined {
  if (request.method !== 'tacos') return undefined;
  const known = request.parameters?.tacos?.ranking;
  if (known !== undefined) return known;
  const { candidates, problems } = resolveConstraints(data, request);
  return problems.length > 0 ? undefined : rankClusters(data, candidates, request.seed, request.parameters?.tacos);
}

function withRanking(request: SelectionRequest, ranking: TacosRanking): SelectionRequest {
  const { parameters } = request;
  return { ...request, parameters: { ...parameters, tacos: { ...parameters?.tacos, ranking } } };
}
