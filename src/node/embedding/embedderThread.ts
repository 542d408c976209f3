/** The client of the embedding thread. Every call settles: vectors, error, cancel, crash or dispose. */
import { Worker } from 'node:worker_threads';
import type { Embedder, LongWork } from '../../core/ports';
import type {
  CloseRequest,
  EmbeddingThreadData,
  EmbeddingThreadMessage,
  EmbedRequest,
  LoadedModel,
  VectorKind,
} from './embeddingMessages';
import type { DisposableEmbedder } from './localEmbedder';
import { throttledProgress } from './throttledProgress';

/** Texts per message: small, so that cancelling takes effect soon and callers take turns. */
const textsPerMessage = 32;

const closeLimitMs = 10_000;

interface Waiting {
  resolve(vectors: Float32Array): void;
  reject(error: Error): void;
}

/** Starts the thread and settles when the model is loaded; rejects with the reason when it cannot be. */
export async function startEmbedderThread(
  threadFile: string,
  data: EmbeddingThreadData,
): Promise<DisposableEmbedder & LoadedModel> {
  const worker = new Worker(threadFile, { workerData: data, name: 'sft-lens-embedding' });
  try {
    return new EmbedderThread(worker, await loadedModel(worker));
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function loadedModel(worker: Worker): Promise<LoadedModel> {
  return new Promise((resolve, reject) => {
    // These listeners stay: removing a worker's last message listener would stop its port. Settling twice does nothing.
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The embedding thread ended while loading the model.')));
    worker.on('message', (message: EmbeddingThreadMessage) => {
      if (message.kind === 'loaded') resolve(message);
      if (message.kind === 'notLoaded') reject(new Error(message.message));
    });
  });
}

/** Lets the thread end by itself after the request it is at; ends it only where it does not. */
async function closed(worker: Worker): Promise<void> {
  if (worker.threadId < 0) return;
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const timer = setTimeout(() => void worker.terminate(), closeLimitMs);
  worker.ref();
  worker.postMessage({ isClosing: true } satisfies CloseRequest);
  await exited;
  clearTimeout(timer);
}

class EmbedderThread implements DisposableEmbedder, LoadedModel {
  readonly id: string;
  readonly width: number;
  readonly quickId: string | null;
  readonly runtime: LoadedModel['runtime'];
  /** The quick model on the same thread, where it could be loaded. */
  readonly quick: Embedder | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private nextCall = 0;
  private ended: Error | undefined;

  constructor(
    private readonly worker: Worker,
    model: LoadedModel,
  ) {
    this.id = model.id;
    this.width = model.width;
    this.quickId = model.quickId;
    this.quick = this.quickOf(model);
    this.runtime = model.runtime;
    worker.on('message', (message: EmbeddingThreadMessage) => this.settle(message));
    worker.on('error', (error) => this.end(new Error(`The embedding thread crashed: ${String(error)}`)));
    worker.on('exit', (code) => this.end(new Error(`The embedding thread ended with code ${code}.`)));
    worker.unref();
  }

  embed(texts: readonly string[], work?: LongWork): Promise<Float32Array> {
    return this.embedAs('exact', texts, work);
  }

  private quickOf({ quickId, width }: LoadedModel): Embedder | undefined {
    if (quickId === null) return undefined;
    return { id: quickId, width, embed: (texts, work) => this.embedAs('quick', texts, work) };
  }

  private async embedAs(kind: VectorKind, texts: readonly string[], work: LongWork = {}): Promise<Float32Array> {
    const vectors = new Float32Array(texts.length * this.width);
    const report = throttledProgress(work.onProgress);
    for (let start = 0; start < texts.length; start += textsPerMessage) {
      work.cancellation?.throwIfAborted();
      vectors.set(await this.ask(kind, texts.slice(start, start + textsPerMessage)), start * this.width);
      report(Math.min(start + textsPerMessage, texts.length), texts.length);
    }
    work.cancellation?.throwIfAborted();
    return vectors;
  }

  async dispose(): Promise<void> {
    this.end(new Error('The embedder was closed.'));
    await closed(this.worker);
  }

  private ask(kind: VectorKind, texts: readonly string[]): Promise<Float32Array> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const call = this.nextCall++;
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) this.worker.ref();
      this.waiting.set(call, { resolve, reject });
      this.worker.postMessage({ call, kind, texts } satisfies EmbedRequest);
    });
  }

  private settle(message: EmbeddingThreadMessage): void {
    if (message.kind !== 'vectors' && message.kind !== 'failed') return;
    const caller = this.waiting.get(message.call);
    this.waiting.delete(message.call);
    if (this.waiting.size === 0) this.worker.unref();
    if (message.kind === 'vectors') caller?.resolve(message.vectors);
    else caller?.reject(new Error(message.message));
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    for (const caller of this.waiting.values()) caller.reject(this.ended);
    this.waiting.clear();
  }
}
