/**
 * The embedded tagger on real rows: agreement with a language model's tags (`gradient_wiz_mag_raw_instag.jsonl`, which
 * it was never fitted to), beside the lexical one, and its speed on Alpaca. Progress goes to standard error.
 */
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { evaluateTagger } from '../../src/core/measure/evaluate';
import type { Tagger } from '../../src/core/tagging/tagRecord';
import { openLocalEmbedder } from '../../src/node/embedding/localEmbedder';
import { createEmbeddedTagger } from '../../src/node/tagging/embedded/embeddedTagger';
import { createLexicalTagger } from '../../src/node/tagging/embedded/lexicalTagger';
import type { BenchReport } from '../support/benchReport';
import { rawInstagRows } from '../support/rawInstagRows';
import { sharedPath } from '../support/sharedData';

const timedRowCount = 2_000;
const progressEveryMs = 10_000;

export async function run(report: BenchReport): Promise<void> {
  const embedder = await openLocalEmbedder({
    distFolder: path.resolve('dist'),
    cacheFolder: path.join(tmpdir(), 'sft-lens-bench-vectors'),
  });
  try {
    const queries = instagQueries();
    const reference = rawInstagRows();
    const quick = await createEmbeddedTagger({ embedder });
    const exact = await createEmbeddedTagger({ embedder: { ...embedder, quick: undefined } });
    for (const tagger of [quick, exact, createLexicalTagger()]) {
      const startMs = performance.now();
      const predicted = await tagAll(tagger, queries, tagger.label);
      report(`${tagger.label}: queries per second`, rate(queries.length, startMs), `${queries.length} long ones`);
      const pairs = reference.flatMap((tags, row) =>
        tags === null ? [] : [{ predicted: predicted[row]!, reference: tags }],
      );
      const { exact, fuzzy, predictedTags } = await evaluateTagger(pairs, embedder, {
        onProgress: throttled('tag names embedded'),
      });
      const mean = `${(predictedTags / pairs.length).toFixed(2)} tags a row`;
      report(
        `${tagger.label}: exact F1`,
        percent(exact.f1),
        `precision ${percent(exact.precision)}, recall ${percent(exact.recall)}, ${mean}`,
      );
      if (fuzzy !== null) report(`${tagger.label}: fuzzy F1`, percent(fuzzy.f1), 'cosine above 0.8');
    }
    for (const tagger of [quick, exact, quick, exact]) await reportSpeed(tagger, report);
  } finally {
    await embedder.dispose();
  }
}

async function reportSpeed(tagger: Tagger, report: BenchReport): Promise<void> {
  const rows = JSON.parse(readFileSync(sharedPath('data', 'alpaca', 'alpaca_data.json'), 'utf8')) as AlpacaRow[];
  const step = Math.floor(rows.length / timedRowCount);
  const queries = rows
    .filter((_, row) => row % step === 0)
    .map(({ instruction, input }) => [instruction, input].filter(Boolean).join('\n'));
  const startMs = performance.now();
  await tagAll(tagger, queries, 'Alpaca');
  report(`${tagger.label}: Alpaca rows per second`, rate(queries.length, startMs), `${queries.length} rows`);
}

function rate(count: number, startMs: number): string {
  return ((1000 * count) / (performance.now() - startMs)).toFixed(0);
}

interface AlpacaRow {
  readonly instruction: string;
  readonly input: string;
}

async function tagAll(tagger: Tagger, queries: readonly string[], what: string): Promise<string[][]> {
  const onProgress = throttled(what);
  const tags: string[][] = queries.map(() => []);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let row = next++; row < queries.length; row = next++) {
      const reply = await tagger.tag(queries[row]!);
      if (reply.kind === 'reply' && reply.outcome.kind === 'tagged')
        tags[row] = reply.outcome.tags.map(({ tag }) => tag);
      onProgress(row, queries.length);
    }
  };
  await Promise.all(Array.from({ length: tagger.maxConcurrency }, work));
  return tags;
}

function throttled(what: string): (done: number, total: number) => void {
  let lastMs = performance.now();
  return (done, total) => {
    if (performance.now() - lastMs < progressEveryMs) return;
    lastMs = performance.now();
    console.error(`    ${what}: ${done} of ${total}`);
  };
}

function instagQueries(): string[] {
  const lines = readFileSync(sharedPath('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line.replace(/: NaN/gu, ': null')) as { instruction: string }).instruction);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
