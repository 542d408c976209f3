/** all-MiniLM-L6-v2 through transformers.js: mean pooling, unit length. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Texts are cut here before the tokenizer sees them; the model itself reads at most 512 tokens. */
export const maxTextLength = 4_000;

/** In fp32; more gains nothing on short texts and pads long ones. */
const textsPerRun = 8;

export const modelName = 'Xenova/all-MiniLM-L6-v2';

export interface SentenceModel {
  readonly id: string;
  readonly width: number;
  /** Vectors of the texts, row-major. */
  embed(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>>;
}

/**
 * Loads the weights found in `modelsFolder`: fp32 (`onnx/model.onnx`) where they lie there, else the 8-bit ones.
 * The 8-bit model quantizes activations over the whole batch, so a text's vector would depend on its batch mates
 * (cosine 0.971 at worst): it gets one text per run. In fp32 vectors agree to rounding in any batch.
 */
export async function loadSentenceModel(modelsFolder: string, wasmFolder?: string): Promise<SentenceModel> {
  const { env, pipeline } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = modelsFolder;
  if (wasmFolder !== undefined) setWasmFolder(env.backends.onnx, wasmFolder);
  const isFullPrecision = existsSync(path.join(modelsFolder, modelName, 'onnx', 'model.onnx'));
  const extract = await pipeline('feature-extraction', modelName, { quantized: !isFullPrecision });
  const run = async (texts: string[]) => {
    const output = await extract(texts, { pooling: 'mean', normalize: true });
    return output.data as ArrayLike<number>;
  };
  const width = (await run(['width'])).length;
  const embed = async (texts: readonly string[]) => {
    const vectors = new Float32Array(texts.length * width);
    for (const batch of batchesOf(texts, isFullPrecision ? textsPerRun : 1)) {
      const found = await run(batch.map((index) => texts[index]!.slice(0, maxTextLength)));
      const rows = Float32Array.from(found);
      batch.forEach((index, at) => vectors.set(rows.subarray(at * width, (at + 1) * width), index * width));
    }
    return vectors;
  };
  return { id: `${modelName} ${isFullPrecision ? 'fp32' : '8-bit'}`, width, embed };
}

/** Indices of the texts, shortest first: what shares a run is padded to the same length, and padding costs time. */
function batchesOf(texts: readonly string[], size: number): number[][] {
  const order = texts.map((_, index) => index).sort((a, b) => texts[a]!.length - texts[b]!.length);
  const batches: number[][] = [];
  for (let start = 0; start < order.length; start += size) batches.push(order.slice(start, start + size));
  return batches;
}

function setWasmFolder(onnxEnvironment: unknown, folder: string): void {
  const { wasm } = onnxEnvironment as { wasm?: { wasmPaths?: string } };
  if (wasm !== undefined) wasm.wasmPaths = folder;
}
