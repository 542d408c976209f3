/** Run by esbuild.js: lays the model out in `dist/models` and embeds the vocabulary in advance. */
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { intentionTags } from '../../../core/vocabulary/intentionTags';
import { vocabularyTexts } from '../../tagging/embedded/vocabularyVectors';
import { cachedEmbedder } from '../cachedEmbedder';
import { startEmbedderThread } from '../embedderThread';
import { quickModelFile } from '../embeddingMessages';
import { bundledVectorsFolder } from '../localEmbedder';
import { openVectorCache } from '../vectorCache';
import { bertModelOf, type BertShape } from './bertModel';
import { quickModelOf } from './quickModel';

const modelName = 'Xenova/all-MiniLM-L6-v2';

const tokenizerConfig = {
  clean_up_tokenization_spaces: true,
  cls_token: '[CLS]',
  do_basic_tokenize: true,
  do_lower_case: true,
  mask_token: '[MASK]',
  model_max_length: 512,
  pad_token: '[PAD]',
  sep_token: '[SEP]',
  tokenize_chinese_chars: true,
  tokenizer_class: 'BertTokenizer',
  unk_token: '[UNK]',
};

/** Turns the package's fp16 weights into two ONNX files under `distFolder`; does nothing where they lie there already. */
export async function layOutModel(packageFolder: string, distFolder: string): Promise<void> {
  const folder = path.join(distFolder, 'models', modelName);
  const [exact, quick] = [path.join(folder, 'onnx', 'model.onnx'), path.join(folder, 'onnx', quickModelFile)];
  if (existsSync(exact) && existsSync(quick)) return;
  await mkdir(path.dirname(exact), { recursive: true });
  const source = (name: string) => path.join(packageFolder, 'model', name);
  const shape = JSON.parse(readFileSync(source('config.json'), 'utf8')) as BertShape;
  await copyFile(source('config.json'), path.join(folder, 'config.json'));
  await copyFile(source('tokenizer.json'), path.join(folder, 'tokenizer.json'));
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify(tokenizerConfig, null, 2));
  const weights = readFileSync(source('model.fp16.safetensors'));
  await writeWhole(exact, bertModelOf(weights, shape));
  await writeWhole(quick, quickModelOf(weights, shape));
}

async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.new`, bytes);
  await rename(`${file}.new`, file);
}

/** Embeds the vocabulary into `dist/models/vectors`, so that the first query is tagged at once; `keepFolder` saves time. */
export async function embedVocabularyInAdvance(distFolder: string, keepFolder: string): Promise<void> {
  const texts = vocabularyTexts(intentionTags());
  const thread = await startEmbedderThread(path.join(distFolder, 'workers', 'embeddingThread.js'), {
    modelsFolder: path.join(distFolder, 'models'),
    runtimeFolder: path.join(distFolder, 'runtime'),
    runtime: 'auto',
  });
  try {
    const kept = await openVectorCache(keepFolder, thread.id, thread.width);
    const vectors = await cachedEmbedder(thread, kept).embed(texts);
    await kept.close();
    const folder = bundledVectorsFolder(distFolder);
    await rm(folder, { recursive: true, force: true });
    const bundled = await openVectorCache(folder, thread.id, thread.width);
    await bundled.append(texts, vectors);
    await bundled.close();
  } finally {
    await thread.dispose();
  }
}
