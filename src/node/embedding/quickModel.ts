/** The quick form of all-MiniLM-L6-v2 (see weights/quickModel.ts): token batches in, unit-length vectors out. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { quickModelFile } from './embeddingMessages';
import { maxTextLength, modelName, type SentenceModel } from './sentenceModel';

/** Tokens per run, padding included: what passes between two matrices then fits a processor's own cache. */
const tokensPerRun = 192;

type Encode = (text: string, options: object) => { readonly input_ids: readonly number[] };

/** Rejects where the file is missing or the runtime lacks an operation. Needs transformers.js to be set up. */
export async function loadQuickModel(modelsFolder: string, width: number): Promise<SentenceModel> {
  const { InferenceSession, Tensor } = await import('./onnxRuntime');
  const { AutoTokenizer } = await import('@xenova/transformers');
  const encode = (await AutoTokenizer.from_pretrained(modelName)) as unknown as Encode;
  const file = await readFile(path.join(modelsFolder, modelName, 'onnx', quickModelFile));
  const session = await InferenceSession.create(file, { graphOptimizationLevel: 'all' });
  const run = async (texts: readonly (readonly number[])[], length: number) => {
    const ids = new BigInt64Array(texts.length * length);
    const mask = new BigInt64Array(texts.length * length);
    texts.forEach((tokens, row) => {
      ids.set(tokens.map(BigInt), row * length);
      mask.fill(1n, row * length, row * length + tokens.length);
    });
    const shape = [texts.length, length];
    const feeds = { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
    return (await session.run(feeds))['vectors']!.data as Float32Array;
  };
  const embed = async (texts: readonly string[]) => {
    const tokens = texts.map((text) => tokensOf(encode, text));
    const vectors = new Float32Array(texts.length * width);
    for (const batch of batchesOf(tokens)) {
      const found = await run(
        batch.map((index) => tokens[index]!),
        tokens[batch.at(-1)!]!.length,
      );
      batch.forEach((index, at) => vectors.set(found.subarray(at * width, (at + 1) * width), index * width));
    }
    return vectors;
  };
  return { id: `${modelName} quick`, width, embed };
}

function tokensOf(encode: Encode, text: string): readonly number[] {
  const options = { padding: false, truncation: true, return_tensor: false };
  return encode(text.slice(0, maxTextLength), options).input_ids;
}

/** Indices of the texts, shortest first, so that hardly anything is padding. */
function batchesOf(tokens: readonly (readonly number[])[]): number[][] {
  const order = tokens.map((_, index) => index).sort((a, b) => tokens[a]!.length - tokens[b]!.length);
  const batches: number[][] = [];
  for (const index of order) {
    const last = batches.at(-1);
    if (last !== undefined && (last.length + 1) * tokens[index]!.length <= tokensPerRun) last.push(index);
    else batches.push([index]);
  }
  return batches;
}
