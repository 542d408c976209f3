/** Thread entry: one selector under constraints. */
import { selectRows } from '../core/select/selectRows';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'select'>(({ data, request }, { onProgress }) => selectRows(data, request, { onProgress }));
