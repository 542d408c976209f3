/** Thread entry: the four steps of normalization, or a fixed vocabulary in their place; vectors are asked of the host. */
import { normalizeByVocabulary } from '../core/normalize/fixedNormalization';
import { normalize } from '../core/normalize/normalize';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'normalize'>(({ table, parameters, decisions, vocabulary }, { ask, onProgress }) =>
  vocabulary === undefined
    ? normalize(table, parameters, { decisions, onProgress, embed: ask })
    : normalizeByVocabulary(table, parameters, vocabulary),
);
