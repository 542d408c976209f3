/** Thread entry: the four steps of normalization; vectors are asked of the host. */
import { normalize } from '../core/normalize/normalize';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'normalize'>(({ table, parameters, decisions }, { ask, onProgress }) =>
  normalize(table, parameters, { decisions, onProgress, embed: ask }),
);
