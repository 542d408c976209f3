/** The thread's side: every request gets its vectors or the reason why not. */
import type { MessagePort } from 'node:worker_threads';
import type { CloseRequest, EmbeddingThreadData, EmbeddingThreadMessage, EmbedRequest } from './embeddingMessages';
import type { SentenceModel } from './sentenceModel';

/** Loads the model and serves requests in order; never rejects. */
export async function serveEmbeddings(port: MessagePort, data: EmbeddingThreadData): Promise<void> {
  const send = (message: EmbeddingThreadMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
  try {
    const { exact, quick, runtime } = await load(data);
    const models = { exact, quick: quick ?? exact };
    let last = Promise.resolve();
    port.on('message', (request: EmbedRequest | CloseRequest) => {
      // Ending the thread in the middle of native code may bring the process down; so it ends itself, between requests.
      last =
        'isClosing' in request
          ? last.then(() => port.close())
          : last.then(() => answer(models[request.kind], request, send));
    });
    send({ kind: 'loaded', id: exact.id, width: exact.width, quickId: quick?.id ?? null, runtime });
  } catch (error) {
    send({ kind: 'notLoaded', message: messageOf(error) });
  }
}

// Both modules load onnxruntime at once, so they are imported where a failure can still be reported.
async function load(data: EmbeddingThreadData) {
  const { runtimeKind, wasmFolder } = await import('./onnxRuntime');
  const { loadSentenceModel } = await import('./sentenceModel');
  const { loadQuickModel } = await import('./quickModel');
  const exact = await loadSentenceModel(data.modelsFolder, wasmFolder);
  // Both are of one thread and take turns. Without the quick one tags take longer and are otherwise the same.
  const quick = await loadQuickModel(data.modelsFolder, exact.width).catch(() => null);
  return { exact, quick, runtime: runtimeKind };
}

async function answer(
  model: SentenceModel,
  { call, texts }: EmbedRequest,
  send: (message: EmbeddingThreadMessage, transfer?: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    const vectors = await model.embed(texts);
    send({ kind: 'vectors', call, vectors }, [vectors.buffer]);
  } catch (error) {
    send({ kind: 'failed', call, message: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
