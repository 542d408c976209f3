/** Batch files on the disk: written in parts that a service accepts, read back into the journal. */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { batchLine, readBatchLine, type BatchLimits } from '../../core/tagging/batchFormat';
import type { TagRecord, TaggerIdentity } from '../../core/tagging/tagRecord';
import type { TagTarget } from './tagRun';

export interface BatchPart {
  readonly path: string;
  readonly requestCount: number;
  readonly sizeBytes: number;
}

export interface WriteBatchOptions {
  readonly queries: Iterable<TagTarget> | AsyncIterable<TagTarget>;
  /** The request's body for a query, as `chatBody` makes it. */
  readonly bodyOf: (query: string) => object;
  /** Parts are this and `-1.jsonl`, `-2.jsonl` … */
  readonly pathPrefix: string;
  readonly limits: BatchLimits;
}

/** Writes each distinct query once. */
export async function writeBatchFiles(options: WriteBatchOptions): Promise<BatchPart[]> {
  const writer = new PartWriter(options);
  const seen = new Set<string>();
  try {
    for await (const { hash, text } of options.queries) {
      if (seen.has(hash)) continue;
      seen.add(hash);
      await writer.add(Buffer.from(batchLine(hash, options.bodyOf(text))));
    }
  } finally {
    await writer.close();
  }
  return writer.parts;
}

class PartWriter {
  readonly parts: BatchPart[] = [];
  private file: FileHandle | null = null;

  constructor(private readonly options: WriteBatchOptions) {}

  async add(line: Buffer): Promise<void> {
    if (!this.hasRoomFor(line)) await this.startPart();
    const part = this.parts.pop()!;
    // A plain `write` may take the beginning of a line only.
    await this.file!.appendFile(line);
    this.parts.push({ ...part, requestCount: part.requestCount + 1, sizeBytes: part.sizeBytes + line.length });
  }

  async close(): Promise<void> {
    await this.file?.sync();
    await this.file?.close();
    this.file = null;
  }

  private hasRoomFor(line: Buffer): boolean {
    const { maxRequests, maxBytes } = this.options.limits;
    const part = this.parts.at(-1);
    return part !== undefined && part.requestCount < maxRequests && part.sizeBytes + line.length <= maxBytes;
  }

  private async startPart(): Promise<void> {
    await this.close();
    const path = `${this.options.pathPrefix}-${this.parts.length + 1}.jsonl`;
    this.file = await open(path, 'w');
    this.parts.push({ path, requestCount: 0, sizeBytes: 0 });
  }
}

export interface BatchCollection {
  readonly tagged: number;
  /** Answers that could not be read, kept raw in the journal. */
  readonly unreadable: number;
  /** Requests without an answer: they are tagged again by the next run. */
  readonly failed: readonly { readonly hash: string; readonly message: string }[];
  readonly badLines: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface CollectOptions {
  readonly lines: AsyncIterable<string>;
  readonly identity: TaggerIdentity;
  readonly run: string;
  readonly time: string;
  readonly journal: { append(records: readonly TagRecord[]): Promise<void> };
}

const recordsPerGroup = 500;

/** Puts the answers of an output or error file into the journal; the same file may be collected again. */
export async function collectBatch(options: CollectOptions): Promise<BatchCollection> {
  const counts = { tagged: 0, unreadable: 0, badLines: 0, promptTokens: 0, completionTokens: 0 };
  const failed: { hash: string; message: string }[] = [];
  let group: TagRecord[] = [];
  for await (const line of options.lines) {
    if (line.trim() === '') continue;
    const answer = readBatchLine(line);
    if (answer.kind === 'unreadable') counts.badLines++;
    else if (answer.kind === 'failed') failed.push({ hash: answer.hash, message: answer.message });
    else {
      counts[answer.outcome.kind === 'tagged' ? 'tagged' : 'unreadable']++;
      counts.promptTokens += answer.usage?.promptTokens ?? 0;
      counts.completionTokens += answer.usage?.completionTokens ?? 0;
      group.push(recordOf(answer, options));
    }
    if (group.length >= recordsPerGroup) await options.journal.append(group.splice(0));
  }
  await options.journal.append(group);
  group = [];
  return { ...counts, failed };
}

/** Lines of a file that an offline engine wrote. */
export function linesOfFile(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
}

function recordOf(
  answer: Extract<ReturnType<typeof readBatchLine>, { kind: 'answer' }>,
  { identity, run, time }: CollectOptions,
): TagRecord {
  const { hash, outcome, usage } = answer;
  return { query: hash, ...identity, time, run, outcome, ...(usage === undefined ? {} : { usage }) };
}
