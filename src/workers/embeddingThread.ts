/** The one embedding thread: loads the model, then answers one request after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { EmbeddingThreadData } from '../node/embedding/embeddingMessages';
import { serveEmbeddings } from '../node/embedding/serveEmbeddings';

if (parentPort !== null) void serveEmbeddings(parentPort, workerData as EmbeddingThreadData);
