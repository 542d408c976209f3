/** Phrases embedded per second: through the embedding thread, uncached, against transformers.js alone in batches of 64. */
import * as path from 'node:path';
import { startEmbedderThread } from '../../src/node/embedding/embedderThread';
import type { BenchReport } from '../support/benchReport';
import { rawInstagRows } from '../support/rawInstagRows';

const phraseCount = 2_000;
const rounds = 3;
const barePhrasesPerRun = 64;

export async function run(report: BenchReport): Promise<void> {
  const phrases = [...new Set(rawInstagRows().flatMap((tags) => tags ?? []))].slice(0, phraseCount);
  const modelsFolder = path.resolve('dist', 'models');
  const bare = await openBarePipeline(modelsFolder);
  const thread = await startEmbedderThread(path.resolve('dist', 'workers', 'embeddingThread.js'), {
    modelsFolder,
    runtimeFolder: path.resolve('dist', 'runtime'),
    runtime: 'auto',
  });
  try {
    const rates: { ours: number; bare: number }[] = [];
    // In turns, so that whatever else the machine does slows both down alike.
    for (let round = 0; round < rounds; round++) {
      const ours = await phrasesPerSecond(phrases, (texts) => thread.embed(texts));
      rates.push({ ours, bare: await phrasesPerSecond(phrases, bare) });
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
    report('embedding thread, phrases per second', median(rates.map(({ ours }) => ours)).toFixed(0), thread.runtime);
    report('transformers.js alone, phrases per second', median(rates.map((rate) => rate.bare)).toFixed(0));
    const shares = rates.map((rate) => (100 * rate.ours) / rate.bare);
    report('ours to bare', `${median(shares).toFixed(0)} %`, `median of ${rounds} rounds of ${phrases.length} phrases`);
  } finally {
    await thread.dispose();
  }
}

async function phrasesPerSecond(
  phrases: readonly string[],
  embed: (texts: readonly string[]) => Promise<unknown>,
): Promise<number> {
  const startMs = performance.now();
  await embed(phrases);
  return (1_000 * phrases.length) / (performance.now() - startMs);
}

async function openBarePipeline(modelsFolder: string): Promise<(texts: readonly string[]) => Promise<void>> {
  const { env, pipeline } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  env.localModelPath = modelsFolder;
  const extract = await pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2', { quantized: false });
  return async (texts) => {
    for (let start = 0; start < texts.length; start += barePhrasesPerRun) {
      await extract(texts.slice(start, start + barePhrasesPerRun), { pooling: 'mean', normalize: true });
    }
  };
}
