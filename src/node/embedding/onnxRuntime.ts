/**
 * Stands in for the package `onnxruntime-node` inside the embedding thread's bundle (see esbuild.js): the native runtime
 * packed for this platform, or onnxruntime-web's WebAssembly where that cannot be loaded. transformers.js reads these
 * exports while it is being loaded, so the choice is made synchronously, here.
 */
import { availableParallelism, loadavg } from 'node:os';
import { workerData } from 'node:worker_threads';
import type * as Onnx from 'onnxruntime-common';
import type { EmbeddingThreadData } from './embeddingMessages';

type OnnxRuntime = typeof Onnx;

const { runtime: choice, runtimeFolder } = workerData as EmbeddingThreadData;

function loadNative(): OnnxRuntime {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the choice must be made while modules load
  return require('onnxruntime-node/dist/index.js') as OnnxRuntime;
}

function loadWebAssembly(): OnnxRuntime {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the choice must be made while modules load
  const runtime = require('onnxruntime-web') as OnnxRuntime;
  runtime.env.wasm.numThreads = 1;
  return runtime;
}

function load(): { readonly runtime: OnnxRuntime; readonly kind: 'native' | 'wasm' } {
  if (choice === 'wasm') return { runtime: loadWebAssembly(), kind: 'wasm' };
  try {
    return { runtime: loadNative(), kind: 'native' };
  } catch (error) {
    if (choice === 'native') throw error;
    return { runtime: loadWebAssembly(), kind: 'wasm' };
  }
}

const loaded = load();

/** Which of the two was loaded. */
export const runtimeKind = loaded.kind;
/** Where the WebAssembly files lie; transformers.js sets its own guess first. */
export const wasmFolder = `${runtimeFolder}/`;
export const { Tensor, env, registerBackend } = loaded.runtime;

/** As the runtime's own, with a number of threads that leaves a busy machine its breath. */
export const InferenceSession = {
  create: (model: Uint8Array, options: Onnx.InferenceSession.SessionOptions) =>
    loaded.runtime.InferenceSession.create(model, { ...options, intraOpNumThreads: freeProcessors() }),
};

/**
 * The runtime's threads spin while they wait: at load 11 on two processors one thread was twice as fast as two. The load
 * is that of the past minute, so a machine that is merely busy keeps all its threads; half of what is too much is taken.
 */
function freeProcessors(): number {
  const processors = availableParallelism();
  const excess = Math.max((loadavg()[0] ?? 0) - processors, 0);
  return Math.min(Math.max(Math.round(processors - excess / 2), 1), 4);
}
