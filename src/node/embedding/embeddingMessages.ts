/** What passes between the embedding thread and its client. */

/** Which onnxruntime to use; `auto` takes the native one and falls back to WebAssembly. */
export type RuntimeChoice = 'auto' | 'native' | 'wasm';

/** The quick model's file, beside `model.onnx`. */
export const quickModelFile = 'model_rows.onnx';

/** `exact` vectors are for clusters and figures; `quick` ones, several times as fast, for tags. */
export type VectorKind = 'exact' | 'quick';

/** Handed to the thread as `workerData`. */
export interface EmbeddingThreadData {
  /** Folder that holds `Xenova/all-MiniLM-L6-v2/`. */
  readonly modelsFolder: string;
  /** Folder that holds the native binaries (`linux-x64/…`) and `ort-wasm-simd.wasm`. */
  readonly runtimeFolder: string;
  readonly runtime: RuntimeChoice;
}

export interface EmbedRequest {
  readonly call: number;
  readonly kind: VectorKind;
  readonly texts: readonly string[];
}

export interface LoadedModel {
  /** Model and precision. */
  readonly id: string;
  readonly width: number;
  /** The quick model; null where its file is missing or the runtime cannot run it. */
  readonly quickId: string | null;
  readonly runtime: 'native' | 'wasm';
}

export type EmbeddingThreadMessage =
  | ({ readonly kind: 'loaded' } & LoadedModel)
  | { readonly kind: 'notLoaded'; readonly message: string }
  | { readonly kind: 'vectors'; readonly call: number; readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly call: number; readonly message: string };

/** Asks the thread to end once the requests before it are answered. */
export interface CloseRequest {
  readonly isClosing: true;
}
