/** Thread entry: clusters of tags by the meaning of their names. */
import { clusterByMeans } from '../core/select/kMeans';
import { randomOf } from '../core/select/random';
import { serveJob } from '../node/jobs/serveJob';

serveJob<'clusterTags'>(({ vectors, weights, count }) => clusterByMeans(vectors, weights, count, randomOf(1)));
