/** What a file is, from its first megabyte. */
import { open, stat } from 'node:fs/promises';
import { findCompression } from '../../core/dataset/compression';
import type { Compression, ContainerFacts, DatasetWarning, Encoding } from '../../core/dataset/dataset';
import { findEncoding, structuralView } from '../../core/dataset/encoding';
import { beginsLikeJson, findLayout, type Layout } from '../../core/dataset/layout';
import { stampOf, versionOf, type FileVersion } from '../files/fileStamp';
import type { DamageListener } from '../files/unpack';
import { asTrouble, DatasetTrouble } from './datasetTrouble';

const headBytes = 1 << 20;

/** How to find the rows of a file; all that an indexing thread needs to know. */
export interface ScanPlan {
  readonly path: string;
  readonly compression: Compression;
  readonly encoding: Encoding;
  readonly layout: Layout;
  /** Bytes before the first unit that the layout counts from. */
  readonly markBytes: number;
  /** Line on which `layout.start` lies. */
  readonly startLine: number;
}

export interface SniffedFile {
  readonly plan: ScanPlan;
  readonly facts: ContainerFacts;
  readonly version: FileVersion;
  /** First bytes, unpacked. */
  readonly head: Uint8Array;
  /** The head is all there is. */
  readonly isWhole: boolean;
  readonly warnings: readonly DatasetWarning[];
}

/** Rejects with `DatasetTrouble` where nobody could read the file as a dataset. */
export async function sniffFile(path: string): Promise<SniffedFile> {
  try {
    return await sniff(path);
  } catch (error) {
    throw asTrouble(error, path);
  }
}

async function sniff(path: string): Promise<SniffedFile> {
  const stats = await stat(path);
  if (stats.isDirectory())
    throw new DatasetTrouble(`${path} is a folder, not a dataset file. Open a file inside it.`, false);
  if (!stats.isFile()) throw new DatasetTrouble(`${path} is not a regular file.`);
  if (stats.size === 0)
    throw new DatasetTrouble(`${path} is empty (0 bytes). Write rows into it, or open another file.`);
  const raw = await readHead(path);
  const compression = findCompression(raw);
  const head = compression === 'none' ? raw : await unpackedHead(path, compression);
  const isWhole = head.length < headBytes && (compression !== 'none' || raw.length === stats.size);
  return describe(path, await versionOf(path, stampOf(stats)), compression, head, isWhole);
}

function describe(
  path: string,
  version: FileVersion,
  compression: Compression,
  head: Uint8Array,
  isWhole: boolean,
): SniffedFile {
  const found = findEncoding(head, isWhole);
  const units = structuralView(found.encoding)(head.subarray(found.markBytes));
  const layout = findLayout(units, isWhole);
  if (layout.kind === 'empty') throw new DatasetTrouble(`${path} holds nothing but white space.`);
  const encoding = readableEncoding(found.encoding, layout, units, path);
  const plan = {
    path,
    compression,
    encoding,
    layout,
    markBytes: found.markBytes,
    startLine: lineAt(units, layout.start),
  };
  const kind = compression === 'parquet' ? 'parquet' : layout.kind;
  const facts = { kind, compression, encoding, rowsPath: layout.rowsPath, sizeBytes: version.stamp.sizeBytes } as const;
  return { plan, facts, version, head, isWhole, warnings: [] };
}

/** Control characters make a file binary only where its lines do not begin like JSON. */
function readableEncoding(encoding: Encoding, layout: Layout, units: Uint8Array, path: string): Encoding {
  if (encoding !== 'binary') return encoding;
  if (layout.kind === 'text' || !beginsLikeJson(units))
    throw new DatasetTrouble(
      `${path} is a binary file, not JSON, JSON lines or Parquet. Convert it to one of them first.`,
    );
  return 'utf-8';
}

function lineAt(units: Uint8Array, end: number): number {
  let line = 1;
  for (let at = units.indexOf(10); at !== -1 && at < end; at = units.indexOf(10, at + 1)) line++;
  return line;
}

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array(headBytes);
    const { bytesRead } = await file.read(bytes, 0, headBytes, 0);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function unpackedHead(path: string, compression: Exclude<Compression, 'none'>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let damage = '';
  for await (const chunk of contentChunks(path, compression, ({ message }) => (damage = ` ${message}`))) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  if (size === 0) throw new DatasetTrouble(`${path} holds no readable ${compression} data.${damage}`);
  return new Uint8Array(Buffer.concat(chunks)).subarray(0, headBytes);
}

/** The unpacked content of a file, in order. What unpacks it is loaded only now: most files need none of it. */
export async function* contentChunks(
  path: string,
  compression: Exclude<Compression, 'none'>,
  onDamage: DamageListener,
  onDidRead?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  if (compression === 'parquet') {
    const { parquetLines } = await import('../files/parquetRows');
    yield* parquetLines(path, (message) => onDamage({ message, place: 'unknown' }));
  } else {
    const { unpack } = await import('../files/unpack');
    yield* unpack(path, compression, onDamage, onDidRead === undefined ? {} : { onDidRead });
  }
}
