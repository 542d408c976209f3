/**
 * Writes a selection's rows beside the target and renames at the end, with the manifest; a partial file never looks
 * complete: the old manifest goes first, the new one comes last.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, constants, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Conversation } from '../../core/dataset/conversation';
import type { Dataset } from '../../core/dataset/dataset';
import { manifestText, type Manifest, type ManifestFacts, type ManifestSource } from '../../core/export/manifest';
import type { RowFormat } from '../../core/export/rowFormats';
import type { WrittenColumns } from '../../core/export/writtenColumns';
import type { LongWork } from '../../core/ports';
import { writeRows, type WrittenRows } from './writeRows';

export interface WriteRequest {
  readonly dataset: Dataset;
  /** Absolute paths of the files behind the dataset where there are several, in the order of their rows. */
  readonly sourcePaths?: readonly string[];
  /** In the order to be written. */
  readonly rows: Uint32Array;
  /** Absolute path; `.json` gives a JSON array, everything else one row per line. */
  readonly target: string;
  readonly facts: ManifestFacts;
  /** `source` by default. */
  readonly format?: RowFormat;
  /** Needed by every format but `source`: the row as a conversation, or null where it cannot be read. */
  readonly readConversation?: (bytes: Uint8Array) => Conversation | null;
  /** Tag names per row, to be written with converted rows. */
  readonly tagsOf?: (row: number) => readonly string[];
  /** Where the hash of a source file is known already; it is read from the file otherwise. */
  readonly hashSource?: (path: string) => Promise<HashedSource>;
  /** Milliseconds since the epoch, for the manifest. */
  readonly now?: () => number;
}

export interface HashedSource {
  readonly sha256: string;
  readonly sizeBytes: number;
}

export interface WriteResult {
  readonly kind: 'written';
  readonly path: string;
  readonly manifestPath: string;
  readonly manifest: Manifest;
  readonly bytes: number;
  /** What converted rows hold; nothing for source rows. */
  readonly columns: WrittenColumns;
}

export interface WriteRefusal {
  readonly kind: 'refused';
  /** What, where and what to do. */
  readonly message: string;
}

/** Streams the rows; expected trouble (target is the source, not writable, disk full) is a value. */
export async function writeSelection(request: WriteRequest, work: LongWork = {}): Promise<WriteResult | WriteRefusal> {
  const { dataset, target } = request;
  const manifestPath = `${target}.manifest.json`;
  const sourcePaths = request.sourcePaths ?? [dataset.path];
  const problem = await problemWithTarget(sourcePaths, target);
  if (problem !== null) return { kind: 'refused', message: problem };
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.partial`);
  try {
    const [written, sources] = await Promise.all([
      writeRows(request, draft, work),
      Promise.all(sourcePaths.map((path) => describeSource(path, request, work))),
    ]);
    const manifest = manifestOf(request, written, sources);
    await writeText(`${draft}.manifest`, manifestText(manifest));
    await rm(manifestPath, { force: true });
    await rename(draft, target);
    await rename(`${draft}.manifest`, manifestPath);
    return {
      kind: 'written',
      path: target,
      manifestPath,
      manifest,
      bytes: written.sizeBytes,
      columns: written.columns,
    };
  } catch (error) {
    await rm(draft, { force: true });
    await rm(`${draft}.manifest`, { force: true });
    const message = troubleWriting(error, target);
    if (message === null) throw error;
    return { kind: 'refused', message };
  }
}

/** Why nothing can be written to `target`, in one sentence; null where it can, as far as can be seen beforehand. */
export async function problemWithTarget(sources: readonly string[], target: string): Promise<string | null> {
  for (const path of [target, `${target}.manifest.json`]) {
    const areSame = await Promise.all(sources.map((source) => isSameFile(source, path)));
    if (areSame.includes(true)) return `${path} is the dataset itself; it is never written to. Choose another name.`;
  }
  const found = await stat(target).catch(() => null);
  if (found?.isDirectory()) return `${target} is a folder; name a file in it.`;
  const folder = await stat(dirname(target)).catch(() => null);
  if (!folder?.isDirectory()) return `The folder ${dirname(target)} does not exist; create it or choose another.`;
  return access(dirname(target), constants.W_OK).then(
    () => null,
    () => `The folder ${dirname(target)} cannot be written to; choose another.`,
  );
}

/** True where both paths lead to one file, by whatever links. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [statA, statB] = await Promise.all([stat(a), stat(b)]);
    return (
      (statA.dev === statB.dev && statA.ino === statB.ino && statA.ino !== 0) ||
      (await realpath(a)) === (await realpath(b))
    );
  } catch {
    return false; // One of them does not exist, so they are not one file.
  }
}

async function describeSource(path: string, request: WriteRequest, work: LongWork): Promise<ManifestSource> {
  const { sha256, sizeBytes } = await (request.hashSource?.(path) ?? hashFile(path, work));
  return { path: relative(dirname(request.target), path).replaceAll('\\', '/'), sizeBytes, sha256 };
}

/** Size and SHA-256 of a file, read from front to end; cancelled with the export. */
export async function hashFile(path: string, { cancellation }: LongWork = {}): Promise<HashedSource> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    cancellation?.throwIfAborted();
    hash.update(chunk as Buffer);
    sizeBytes += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), sizeBytes };
}

async function writeText(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function manifestOf(request: WriteRequest, written: WrittenRows, sources: readonly ManifestSource[]): Manifest {
  const { target, facts, format = 'source', now = Date.now } = request;
  return {
    format,
    rowBytes: written.description,
    source: sources[0]!,
    ...(sources.length > 1 ? { sources } : {}),
    output: { path: basename(target), sizeBytes: written.sizeBytes, sha256: written.sha256 },
    ...facts,
    selected: written.rows.length,
    refused: written.refused,
    time: new Date(now()).toISOString(),
    rows: written.rows,
  };
}

/** One sentence for trouble with the file system; null for everything else. */
function troubleWriting(error: unknown, target: string): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full; ${target} was not written. Free some space and export again.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${target} cannot be written (${code}); choose another folder.`;
    case 'ENAMETOOLONG':
      return `The name ${basename(target)} is too long; choose a shorter one.`;
    default:
      return error instanceof RangeError ? error.message : null;
  }
}
