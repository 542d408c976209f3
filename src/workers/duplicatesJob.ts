/** Thread entry: near-duplicate groups of texts. */
import { duplicateGroups } from '../core/select/minHash';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'duplicates'>(({ texts }, { onProgress }) => duplicateGroups(texts, {}, { onProgress }));
