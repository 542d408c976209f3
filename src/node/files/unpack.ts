/** The bytes inside a compressed file, as a stream of chunks; what can be had of a torn file comes before its error. */
import { createReadStream } from 'node:fs';
import { constants, createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import type { Compression } from '../../core/dataset/dataset';
import { unzstd } from './unzstd';

export interface Damage {
  readonly message: string;
  /** Behind the last row: the stream ends there. From a byte of the content on: it goes on. Else nobody knows. */
  readonly place: 'end' | { readonly byteOffset: number } | 'unknown';
}

/** Told when the file turns out to be damaged or torn. */
export type DamageListener = (damage: Damage) => void;

export interface UnpackOptions {
  readonly onDidRead?: (bytes: number) => void;
}

/** Chunks of the unpacked file, in order. */
export function unpack(
  path: string,
  compression: Compression & ('gzip' | 'zstd'),
  onDamage: DamageListener,
  options: UnpackOptions = {},
): AsyncIterable<Uint8Array> {
  return compression === 'gzip' ? gunzip(path, onDamage, options) : unzstd(path, onDamage, options);
}

function packedChunks(path: string, { onDidRead }: UnpackOptions) {
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  if (onDidRead !== undefined) stream.on('data', (chunk) => onDidRead(chunk.length));
  return stream;
}

async function* gunzip(path: string, onDamage: DamageListener, options: UnpackOptions): AsyncGenerator<Uint8Array> {
  const source = packedChunks(path, options);
  const inflated = source.pipe(createGunzip({ chunkSize: 1 << 18 }));
  source.on('error', (error) => inflated.destroy(error));
  let givenBytes = 0;
  try {
    for await (const chunk of inflated as AsyncIterable<Uint8Array>) {
      givenBytes += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    yield* await salvaged(path, givenBytes, isCheckError(error.message));
    onDamage(gzipDamage(error.message));
  } finally {
    inflated.destroy();
    source.destroy();
  }
}

function isCheckError(reason: string): boolean {
  return /^incorrect (data|length) check$/.test(reason);
}

function gzipDamage(reason: string): Damage {
  // zlib compares the checksum when all of it is unpacked.
  if (isCheckError(reason))
    return {
      message: `The gzip data is damaged (${reason}): its content is not what its checksum was made of. Rows may differ from what was written, and what follows in the file is not read.`,
      place: 'unknown',
    };
  return { message: `The gzip data is damaged (${reason}); what came after the last row is lost.`, place: 'end' };
}

/**
 * What an inflating stream still held when it met the damage: streams drop that. A second pass, without waiting, keeps what
 * follows `skipBytes`; where nothing but the checksum is wrong, one that does not look at it. That one ends with the first member.
 */
async function salvaged(path: string, skipBytes: number, isWhole: boolean): Promise<Uint8Array[]> {
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  const first = isWhole
    ? await inflatedAfter(path, await gzipHeaderBytes(path), createInflateRaw(options), skipBytes)
    : [];
  return first.length > 0 ? first : inflatedAfter(path, 0, createGunzip(options), skipBytes);
}

function inflatedAfter(
  path: string,
  start: number,
  inflated: Gunzip | InflateRaw,
  skipBytes: number,
): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    let seenBytes = 0;
    const source = createReadStream(path, { start });
    const end = () => resolve(pieces);
    inflated.on('data', (chunk: Uint8Array) => {
      const from = Math.max(0, skipBytes - seenBytes);
      seenBytes += chunk.length;
      if (from < chunk.length) pieces.push(chunk.subarray(from));
    });
    inflated.on('error', end).on('end', end);
    source.on('error', end);
    source.pipe(inflated);
  });
}

/** Ten bytes, and what their flags announce (RFC 1952, section 2.3). */
async function gzipHeaderBytes(path: string): Promise<number> {
  const chunks = createReadStream(path, { end: (1 << 18) - 1, highWaterMark: 1 << 18 });
  for await (const head of chunks as AsyncIterable<Buffer>) {
    const flags = head[3] ?? 0;
    let at = 10;
    if ((flags & 4) !== 0) at += 2 + head.readUInt16LE(at);
    if ((flags & 8) !== 0) at = head.indexOf(0, at) + 1;
    if ((flags & 16) !== 0) at = head.indexOf(0, at) + 1;
    return at + ((flags & 2) !== 0 ? 2 : 0);
  }
  return 0;
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
