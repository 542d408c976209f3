/** all-MiniLM-L6-v2 through transformers.js: mean pooling, unit length, one text per run. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Texts are cut here before the tokenizer sees them; the model itself reads at most 512 tokens. */
export const maxTextLength = 4_000;

const modelName = 'Xenova/all-MiniLM-L6-v2';

export interface SentenceModel {
  readonly id: string;
  readonly width: number;
  /** Vectors of the texts, row-major. */
  embed(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>>;
}

/**
 * Loads the weights found in `modelsFolder`: fp32 (`onnx/model.onnx`) where they lie there, else the 8-bit ones.
 * The 8-bit model quantizes activations over the whole batch, so a text's vector would depend on its batch mates
 * (cosine 0.971 at worst); one text per run keeps it a function of the text alone.
 */
export async function loadSentenceModel(modelsFolder: string, wasmFolder?: string): Promise<SentenceModel> {
  const { env, pipeline } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = modelsFolder;
  if (wasmFolder !== undefined) setWasmFolder(env.backends.onnx, wasmFolder);
  const isFullPrecision = existsSync(path.join(modelsFolder, modelName, 'onnx', 'model.onnx'));
  const extract = await pipeline('feature-extraction', modelName, { quantized: !isFullPrecision });
  const embedOne = async (text: string) => {
    const output = await extract(text.slice(0, maxTextLength), { pooling: 'mean', normalize: true });
    return Float32Array.from(output.data as ArrayLike<number>);
  };
  const width = (await embedOne('width')).length;
  const embed = async (texts: readonly string[]) => {
    const vectors = new Float32Array(texts.length * width);
    for (const [index, text] of texts.entries()) vectors.set(await embedOne(text), index * width);
    return vectors;
  };
  return { id: `${modelName} ${isFullPrecision ? 'fp32' : '8-bit'}`, width, embed };
}

function setWasmFolder(onnxEnvironment: unknown, folder: string): void {
  const { wasm } = onnxEnvironment as { wasm?: { wasmPaths?: string } };
  if (wasm !== undefined) wasm.wasmPaths = folder;
}
