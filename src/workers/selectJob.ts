/** Thread entry: one selector under constraints, and where wanted the figures of every prefix. */
import { prefixSumsOf } from '../core/measure/prefixSums';
import { selectRows } from '../core/select/selectRows';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'select'>(({ data, request, withSums = false }, { onProgress }) => {
  const selection = selectRows(data, request, { onProgress });
  return selection.kind === 'refused' || !withSums
    ? selection
    : { ...selection, sums: prefixSumsOf(data, selection.rows) };
});
