/**
 * Writes a selection's rows beside the target and renames at the end, with the manifest; a partial file never looks
 * complete: the old manifest goes first, the new one comes last.
 */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Conversation } from '../../core/dataset/conversation';
import type { Dataset } from '../../core/dataset/dataset';
import type { ExportTrouble } from '../../core/export/exportTrouble';
import { manifestText, type Manifest, type ManifestFacts, type ManifestSource } from '../../core/export/manifest';
import type { RowFormat } from '../../core/export/rowFormats';
import type { TrainingStage } from '../../core/export/writtenColumns';
import type { LongWork } from '../../core/ports';
import { DatasetChanged } from '../dataset/datasetTrouble';
import { workSignal } from '../dataset/workSignal';
import { SourceHashes, stampOfFile } from './sourceHashes';
import { manifestPathOf, targetTrouble } from './targetProblems';
import { writeRows, type WrittenRows } from './writeRows';

export interface WriteRequest {
  readonly dataset: Dataset;
  /** Absolute paths of the files behind the dataset where there are several, in the order of their rows. */
  readonly sourcePaths?: readonly string[];
  /** Absolute paths of other files that must stay as they are: tags, recipes. */
  readonly inputPaths?: readonly string[];
  /** In the order to be written. */
  readonly rows: Uint32Array;
  /** Absolute path; `.json` gives a JSON array, everything else one row per line. */
  readonly target: string;
  readonly facts: ManifestFacts;
  /** `source` by default. */
  readonly format?: RowFormat;
  /** Converted rows for any other way of training are left out, each with its reason in the manifest. */
  readonly onlyStage?: TrainingStage;
  /** Rows sorted out beforehand, for the manifest. */
  readonly leftOut?: WrittenRows['refused'];
  /** Needed by every format but `source`: the row as a conversation, or null where it cannot be read. */
  readonly readConversation?: (bytes: Uint8Array) => Conversation | null;
  /** Tag names per row, to be written with converted rows. */
  readonly tagsOf?: (row: number) => readonly string[];
  /** Where hashes of source files are known, or on their way. */
  readonly hashes?: SourceHashes;
  /** Milliseconds since the epoch, for the manifest. */
  readonly now?: () => number;
}

export interface WriteResult {
  readonly kind: 'written';
  readonly path: string;
  readonly manifestPath: string;
  readonly manifest: Manifest;
  readonly bytes: number;
}

export interface WriteRefusal {
  readonly kind: 'refused';
  readonly trouble: ExportTrouble;
}

/** Rows that lie beside their target under another name. */
export interface SelectionDraft {
  readonly kind: 'draft';
  readonly target: string;
  readonly written: WrittenRows;
  /** Puts the rows and their manifest in place. */
  commit(): Promise<WriteResult | WriteRefusal>;
  /** Leaves the target as it was. */
  discard(): Promise<void>;
}

/** Streams the rows; expected trouble (target is the source, not writable, disk full) is a value. */
export async function writeSelection(request: WriteRequest, work: LongWork = {}): Promise<WriteResult | WriteRefusal> {
  const draft = await withSources(request, work, (sources) => draftSelection(request, sources, work));
  return draft.kind === 'refused' ? draft : draft.commit();
}

/** The rows of `writeSelection`, not yet in place. `sources` is awaited, so that several drafts can share it. */
export async function draftSelection(
  request: WriteRequest,
  sources: Promise<readonly ManifestSource[]>,
  work: LongWork,
): Promise<SelectionDraft | WriteRefusal> {
  const { dataset, target, sourcePaths = [dataset.path], inputPaths } = request;
  const trouble = await targetTrouble(sourcePaths, target, inputPaths);
  if (trouble !== null) return { kind: 'refused', trouble };
  const path = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.partial`);
  const discard = async () => {
    await rm(path, { force: true });
    await rm(`${path}.manifest`, { force: true });
  };
  return orRefusal(target, discard, async () => {
    const written = await writeRows(request, path, work);
    const manifest = manifestOf(request, written, await sources);
    await writeText(`${path}.manifest`, manifestText(manifest));
    const commit = () => orRefusal(target, discard, () => putInPlace(path, target, manifest));
    return { kind: 'draft', target, written, commit, discard };
  });
}

async function putInPlace(draft: string, target: string, manifest: Manifest): Promise<WriteResult> {
  const manifestPath = manifestPathOf(target);
  await rm(manifestPath, { force: true });
  await rename(draft, target);
  await rename(`${draft}.manifest`, manifestPath);
  return { kind: 'written', path: target, manifestPath, manifest, bytes: manifest.output.sizeBytes };
}

/** Cleans up after every error; those that are expected become a refusal. */
async function orRefusal<T>(
  target: string,
  discard: () => Promise<void>,
  write: () => Promise<T>,
): Promise<T | WriteRefusal> {
  try {
    return await write();
  } catch (error) {
    await discard();
    const trouble = troubleWriting(error, target);
    if (trouble === null) throw error;
    return { kind: 'refused', trouble };
  }
}

/** Reads the source files for their hashes while `use` writes; nothing goes on reading afterwards. */
export async function withSources<T>(
  request: WriteRequest,
  work: LongWork,
  use: (sources: Promise<readonly ManifestSource[]>) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const sources = describeSources(request, AbortSignal.any([workSignal(work).signal, stop.signal]));
  sources.catch(() => undefined);
  try {
    return await use(sources);
  } finally {
    stop.abort();
  }
}

/** Size and hash of each source file as it is now; rejects where one changes before its hash is known. */
async function describeSources(request: WriteRequest, signal: AbortSignal): Promise<readonly ManifestSource[]> {
  const { dataset, target, sourcePaths = [dataset.path], hashes = new SourceHashes() } = request;
  return Promise.all(
    sourcePaths.map(async (path) => {
      const stamp = await stampOfFile(path);
      const hashed = await hashes.of(path, signal);
      if (hashed.stamp !== stamp) throw new DatasetChanged(`${path} changed on disk while it was exported.`);
      const { sizeBytes, sha256 } = hashed;
      return { path: relative(dirname(target), path).replaceAll('\\', '/'), sizeBytes, sha256 };
    }),
  );
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

/** What went wrong with the file system or the rows; null for everything else. */
export function troubleWriting(error: unknown, path: string): ExportTrouble | null {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return { kind: 'diskFull', path };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'notWritable', path, code };
    case 'ENAMETOOLONG':
      return { kind: 'longName', path: basename(path) };
    default:
      return error instanceof RangeError ? { kind: 'missingRow', message: error.message } : null;
  }
}
