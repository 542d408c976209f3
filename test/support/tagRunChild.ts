/** A process of its own that tags numbered queries into a journal and says, hash by hash, what it has acknowledged. */
import { writeSync } from 'node:fs';
import { halvesOfHash, queryHash } from '../../src/core/tagging/queryHash';
import { createOpenaiTagger } from '../../src/node/tagging/openaiTagger';
import { openSentLog } from '../../src/node/tagging/sentLog';
import { openTagJournal } from '../../src/node/tagging/tagJournal';
import { startTagRun } from '../../src/node/tagging/tagRun';
import type { ChildOptions } from './tagRunProcess';

async function main(options: ChildOptions): Promise<void> {
  const journal = await openTagJournal({ datasetPath: options.datasetPath, isFollowing: true });
  const tagger = createOpenaiTagger({
    baseUrl: options.baseUrl,
    model: 'm',
    timeoutMs: options.timeoutMs,
    format: 'plain',
    maxConcurrency: options.concurrency,
  });
  const queries = Array.from({ length: options.count }, (_, index) => {
    const text = `${options.prefix}${index}`;
    return { hash: queryHash(text), text };
  });
  const isKnown = (hash: string): boolean => {
    const { high, low } = halvesOfHash(hash);
    return journal.store.stateOf(high, low, tagger.identity) === 'tagged';
  };
  const sentLog = options.notesSent === true ? openSentLog(journal, tagger.identity) : undefined;
  const startedAt = performance.now();
  const usageBefore = process.cpuUsage();
  const run = startTagRun({
    tagger,
    queries,
    journal,
    isKnown,
    sentLog,
    onDidLand: (records) => void writeSync(1, records.map((record) => `${record.query}\n`).join('')),
  });
  const { state, tagged, failed, requests, retries, repeated, ending, message } = await run.finished;
  const runSeconds = (performance.now() - startedAt) / 1000;
  sentLog?.close();
  const { user, system } = process.cpuUsage(usageBefore);
  const facts = { cpuSeconds: (user + system) / 1e6, memoryBytes: process.resourceUsage().maxRSS * 1024, runSeconds };
  writeSync(
    1,
    `${JSON.stringify({ state, tagged, failed, requests, retries, repeated, ending, message, ...facts })}\n`,
  );
  await journal.close();
}

void main(JSON.parse(process.argv[2]!) as ChildOptions);
