/** Thread entry: previews of one table's normalization; vectors are asked of the host. */
import { parentPort, workerData } from 'node:worker_threads';
import { servePreviews } from '../node/session/servePreviews';
import type { PreviewThreadData } from '../protocol/previews';

if (parentPort !== null) servePreviews(parentPort, workerData as PreviewThreadData);
