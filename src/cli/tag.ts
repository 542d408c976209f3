/** `sft-lens tag FILE`: chooses the tagger and reports in the words of the command line. */
import { parseMapping } from '../core/dataset/mapping';
import { priceOf } from '../core/tagging/priceTable';
import { renderPrompt, type PromptTemplate } from '../core/tagging/prompt';
import type { Tagger, TaggerIdentity } from '../core/tagging/tagRecord';
import { localEmbedderSource, type EmbedderSource } from '../node/session/embedderSource';
import { createLocalTagger } from '../node/tagging/embedded/localTagger';
import { createInstaggerTagger } from '../node/tagging/instaggerTagger';
import { createOpenaiTagger, type EndpointOptions } from '../node/tagging/openaiTagger';
import {
  importTags,
  tagDataset,
  type ImportedDataset,
  type ImportTagsOptions,
  type TaggedDataset,
} from '../node/tagging/tagDataset';
import type { RunProgress } from '../node/tagging/tagRun';
import { apiKeyFor } from './apiKey';
import { UsageError } from './arguments';
import { cacheFolder, distFolder } from './commandContext';
import { templateFor } from './promptOption';
import { rowRange } from './rowRange';
import { progressLine } from './tagProgress';

export interface TagCommandOptions {
  /** Default `local`. */
  readonly tagger?: 'openai' | 'instagger' | 'local';
  readonly baseUrl?: string;
  readonly model?: string;
  /** Name of a built-in prompt template, or a file. */
  readonly prompt?: string;
  /** Only what could not be tagged before. */
  readonly isRetry?: boolean;
  readonly concurrency?: number;
  readonly limit?: number;
  /** `A-B`, both included, counted from 0. */
  readonly rows?: string;
  readonly maxRequests?: number;
  /** US dollars. */
  readonly maxCost?: number;
  readonly isDryRun?: boolean;
  readonly query?: string;
  /** Tags are taken from this field of the rows into the journal; nothing is sent. */
  readonly tagsField?: string;
  readonly tagsFile?: string;
  readonly journal?: string;
  /** Environment the key is read from; default `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Variable of the environment that holds the key. */
  readonly apiKeyName?: string;
  /** What is to be said even where progress is not. */
  readonly onNote?: (line: string) => void;
  /** Messages and progress, a line each. */
  readonly onProgress?: (line: string) => void;
}

/** What `--json` prints. Queries are distinct ones. */
export interface TagReport {
  /** Under which name the tags are kept. */
  readonly tagger: TaggerIdentity;
  readonly queries: number;
  readonly alreadyTagged: number;
  readonly tagged: number;
  readonly failed: number;
  readonly requests: number;
  readonly retries: number;
  /** Of the requests: those that an earlier run had under way when it was cut off. */
  readonly repeated: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly cost: number;
  readonly seconds: number;
  readonly journal: string;
  /** `complete`, `budget`, `cancelled`, or `dryRun`: then tokens and cost are estimates. */
  readonly ending: string;
  /** Why it ended early. */
  readonly message?: string;
  /** The first 100 queries that failed, by content hash. */
  readonly failures: readonly { readonly hash: string; readonly message: string }[];
}

const mostFailuresTold = 100;
const nothingTagged = { tagged: 0, failed: 0, retries: 0, repeated: 0, failures: [] } as const;
const defaultBaseUrls = { openai: 'https://api.openai.com/v1', instagger: 'http://localhost:8000/v1' } as const;
const defaultModels = { openai: 'gpt-4o-mini', instagger: 'OFA-Sys/InsTagger' } as const;

/** Rejects, with one clear line, where nothing could be tagged or the run had to stop; what was tagged is kept. */
export async function tag(path: string, options: TagCommandOptions): Promise<TagReport> {
  const rows = options.rows === undefined ? undefined : rowRange(options.rows);
  const mapping = parseMapping(options.query ?? 'auto');
  if (mapping.kind === 'problem') throw new UsageError(mapping.message);
  const { journal: journalPath, limit, isRetry, signal } = options;
  const common = { path, mapping, rows, journalPath, limit, isRetry, signal };
  const from = importedFrom(options);
  if (from !== undefined) return importReport(await importTags({ ...common, from }));
  const template = await templateOf(options);
  const price = priceFor(options);
  const embedders = localEmbedderSource({ distFolder, cacheFolder: cacheFolder() });
  try {
    const tagger = await openTagger(options, template, embedders);
    const result = await tagDataset({
      ...common,
      tagger,
      price,
      concurrency: options.concurrency,
      budget: { maxRequests: options.maxRequests, maxCost: options.maxCost },
      dryRun: options.isDryRun === true ? { promptOf: promptOf(template) } : undefined,
      onProgress: progressTo(options.onProgress),
    });
    return reportOf(tagger.identity, result, options.onProgress);
  } finally {
    await embedders.dispose();
  }
}

function importedFrom({ tagsField, tagsFile }: TagCommandOptions): ImportTagsOptions['from'] | undefined {
  if (tagsFile !== undefined) return { kind: 'file', path: tagsFile };
  return tagsField === undefined ? undefined : { kind: 'field', path: tagsField };
}

function priceFor({ tagger, model, maxCost }: TagCommandOptions): ReturnType<typeof priceOf> {
  if (tagger !== 'openai') return null;
  const price = priceOf(model ?? defaultModels.openai);
  if (price !== null || maxCost === undefined) return price;
  throw new UsageError(`No price is known for "${model}", so --max-cost cannot be kept. Use --max-requests.`);
}

/** Null for the tagger without a prompt. */
async function templateOf({ tagger, prompt }: TagCommandOptions): Promise<PromptTemplate | null> {
  if (tagger === 'openai') return templateFor(prompt, 'chat');
  if (tagger === 'instagger') return templateFor(prompt, 'completion');
  if (prompt !== undefined) throw new UsageError('--prompt needs --tagger openai or instagger.');
  return null;
}

async function openTagger(
  options: TagCommandOptions,
  prompt: PromptTemplate | null,
  embedders: EmbedderSource,
): Promise<Tagger> {
  if (prompt === null) return openLocalTagger(options, embedders);
  const endpoint = endpointOf(prompt.kind === 'chat' ? 'openai' : 'instagger', options);
  options.onProgress?.(`Queries go to ${endpoint.baseUrl} (${endpoint.model}).`);
  return prompt.kind === 'chat'
    ? createOpenaiTagger({ ...endpoint, prompt })
    : createInstaggerTagger({ ...endpoint, prompt });
}

/** The endpoint that the options name, with the environment's key. */
export function endpointOf(kind: 'openai' | 'instagger', options: TagCommandOptions): EndpointOptions {
  const environment = options.environment ?? process.env;
  const baseUrl = options.baseUrl ?? defaultBaseUrls[kind];
  if (!URL.canParse(baseUrl))
    throw new UsageError(`--base-url must be an address like https://api.openai.com/v1, got "${baseUrl}".`);
  return {
    baseUrl,
    model: options.model ?? defaultModels[kind],
    apiKey: apiKeyFor(baseUrl, { environment, named: options.apiKeyName, note: (line) => options.onNote?.(line) }),
    maxConcurrency: options.concurrency,
  };
}

async function openLocalTagger({ onProgress }: TagCommandOptions, embedders: EmbedderSource): Promise<Tagger> {
  const note = (line: string): void => onProgress?.(line);
  const tagger = await createLocalTagger({
    openEmbedder: () => embedders.open(),
    log: { info: note, warn: note, error: note },
  });
  note(`Tagging with ${tagger.label}.`);
  return tagger;
}

function promptOf(template: PromptTemplate | null): (query: string) => string {
  return (query) => (template === null ? '' : renderPrompt(template, query));
}

function reportOf(
  tagger: TaggerIdentity,
  { journalPath, pending, batchedCount, run }: TaggedDataset,
  note: TagCommandOptions['onProgress'],
): TagReport {
  if (batchedCount > 0)
    note?.(`${batchedCount} queries are in a batch that is under way and left out; --batch-collect takes them in.`);
  const counts = { tagger, queries: pending.queryCount, alreadyTagged: pending.taggedCount, journal: journalPath };
  if (run.ending === 'dryRun') {
    if (run.firstPrompt !== '') note?.(`The first prompt would be:\n${run.firstPrompt}`);
    const { promptTokens, completionTokens, cost, seconds, ending } = run;
    const estimates = { promptTokens, completionTokens, cost, seconds, ending };
    return { ...counts, ...estimates, ...nothingTagged, requests: run.requests };
  }
  if (run.ending === 'trouble' || run.ending === 'journal') throw new Error(stopLine(run.message, run.tagged));
  if (run.message !== undefined) note?.(run.message);
  const { tagged, failed, requests, retries, repeated, promptTokens, completionTokens, cost, seconds } = run;
  const { ending, message } = run;
  const spent = { promptTokens, completionTokens, cost, seconds };
  const figures = { tagged, failed, requests, retries, repeated, ...spent, ending };
  const failures = run.failures.slice(0, mostFailuresTold);
  return { ...counts, ...figures, failures, ...(message === undefined ? {} : { message }) };
}

/** Replies that cannot be read count as failed; nothing was asked and nothing paid. */
function importReport({ journalPath, identity, pending, report, seconds }: ImportedDataset): TagReport {
  const counts = {
    tagger: identity,
    queries: pending.queryCount,
    alreadyTagged: pending.taggedCount,
    journal: journalPath,
  };
  const nothing = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  return {
    ...counts,
    ...nothing,
    ...nothingTagged,
    tagged: report.tagged,
    failed: report.unreadable,
    seconds,
    ending: 'complete',
  };
}

function stopLine(message: string | undefined, tagged: number): string {
  const kept = tagged === 0 ? '' : ` What was tagged before is kept: ${tagged} queries in this run.`;
  return `${message ?? 'The run stopped.'}${kept}`;
}

/** A line every three seconds. */
function progressTo(note: TagCommandOptions['onProgress']): ((progress: RunProgress) => void) | undefined {
  if (note === undefined) return undefined;
  let toldAt = Date.now();
  return (progress) => {
    if (Date.now() - toldAt < 3_000) return;
    toldAt = Date.now();
    note(progressLine(progress));
  };
}
