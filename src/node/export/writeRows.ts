/** Streams the rows of a selection into a new file, hashing on the way. */
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Encoding, RowBytes } from '../../core/dataset/dataset';
import type { ManifestRow } from '../../core/export/manifest';
import { convertRow } from '../../core/export/rowFormats';
import { ColumnCounter, stageOfRow, type TrainingStage, type WrittenColumns } from '../../core/export/writtenColumns';
import type { LongWork } from '../../core/ports';
import { readInOrder } from './exactRows';
import { createRowWriter } from './rowWriter';
import type { WriteRequest } from './writeSelection';

export interface WrittenRows {
  readonly rows: readonly ManifestRow[];
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly description: string;
  /** What converted rows hold; nothing for source rows. */
  readonly columns: WrittenColumns;
}

/** Bytes collected before they are written. */
const flushBytes = 1 << 20;

/** Writes and syncs `draft`; the file must not exist. */
export async function writeRows(request: WriteRequest, draft: string, work: LongWork): Promise<WrittenRows> {
  const { dataset, rows, format = 'source' } = request;
  const encoding: Encoding = format === 'source' ? dataset.container.encoding : 'utf-8';
  const { kind } = dataset.container;
  const isArray = request.target.toLowerCase().endsWith('.json') && (format !== 'source' || kind !== 'text');
  const areLines = format !== 'source' || kind === 'jsonl' || kind === 'text';
  const writer = createRowWriter(isArray ? 'array' : 'lines', encoding, areLines);
  const written: ManifestRow[] = [];
  let done = 0;
  const refused = [...(request.leftOut ?? [])];
  const columns = new ColumnCounter();
  const output = new HashedFile(await open(draft, 'wx'));
  try {
    await output.write(writer.head);
    for await (const batch of readInOrder(dataset, rows, work)) {
      for (const source of batch) {
        const bytes = bytesOf(source, request, columns);
        if (typeof bytes === 'string') {
          refused.push({ row: source.row, reason: bytes });
          continue;
        }
        await output.write(writer.row(bytes, written.length === 0));
        written.push({ row: source.row, byteOffset: source.byteOffset, byteLength: source.bytes.length });
      }
      done += batch.length;
      work.onProgress?.(done, rows.length);
    }
    await output.write(writer.tail);
    const { sha256, sizeBytes } = await output.finish();
    const description =
      format === 'source' ? writer.description : `Rows are converted to ${format}; values are not changed.`;
    return { rows: written, refused, sizeBytes, sha256, description, columns: columns.columns };
  } finally {
    await output.close();
  }
}

/** The rows that would be written, and the reasons of the others: a share of the rows is a share of these. */
export async function sortOut(
  request: WriteRequest,
  work: LongWork,
): Promise<{ readonly rows: Uint32Array; readonly refused: WrittenRows['refused'] }> {
  const kept: number[] = [];
  const refused: { row: number; reason: string }[] = [];
  for await (const batch of readInOrder(request.dataset, request.rows, work)) {
    for (const source of batch) {
      const bytes = bytesOf(source, request, new ColumnCounter());
      if (typeof bytes === 'string') refused.push({ row: source.row, reason: bytes });
      else kept.push(source.row);
    }
  }
  return { rows: Uint32Array.from(kept), refused };
}

/** The row's bytes in the wanted format, or the reason why there are none. */
function bytesOf(source: RowBytes, request: WriteRequest, columns: ColumnCounter): Uint8Array | string {
  const { format = 'source', readConversation, tagsOf, onlyStage } = request;
  if (format === 'source') return source.bytes;
  const conversation = readConversation?.(source.bytes) ?? null;
  if (conversation === null) return 'the row cannot be read as a conversation';
  const converted = convertRow(conversation, format, tagsOf?.(source.row));
  if (converted.kind === 'refused') return converted.reason;
  const stage = stageOfRow(converted.value);
  if (onlyStage !== undefined && stage !== onlyStage) return `the row ${stageWords[stage]}, and is left out as asked`;
  columns.add(converted.value);
  return Buffer.from(JSON.stringify(converted.value), 'utf8');
}

const stageWords: Readonly<Record<TrainingStage, string>> = {
  sft: 'is a plain question and answer',
  dpo: 'is a preference pair',
  kto: 'carries a KTO label',
};

/** A file that is written from front to end in large pieces and hashed. */
class HashedFile {
  private readonly hash = createHash('sha256');
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;
  private sizeBytes = 0;
  private isClosed = false;

  constructor(private readonly file: FileHandle) {}

  async write(bytes: Uint8Array): Promise<void> {
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes >= flushBytes) await this.flush();
  }

  async finish(): Promise<{ sha256: string; sizeBytes: number }> {
    await this.flush();
    await this.file.sync();
    await this.close();
    return { sha256: this.hash.digest('hex'), sizeBytes: this.sizeBytes };
  }

  /** Safe to call twice. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    await this.file.close();
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.concat(this.waiting);
    this.waiting = [];
    this.waitingBytes = 0;
    this.hash.update(bytes);
    this.sizeBytes += bytes.length;
    await this.file.writeFile(bytes);
  }
}
