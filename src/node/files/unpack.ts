/** The bytes inside a compressed file, as a stream of chunks; what can be had of a torn file comes before its error. */
import { createReadStream } from 'node:fs';
import { constants, createGunzip } from 'node:zlib';
import { Decompress } from 'fzstd';
import type { Compression } from '../../core/dataset/dataset';

/** Told once when the file turns out to be damaged or torn; the stream then ends. */
export type DamageListener = (message: string) => void;

export interface UnpackOptions {
  /** Only the first bytes of the file, for a look inside. */
  readonly lengthBytes?: number;
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

function packedChunks(path: string, { lengthBytes, onDidRead }: UnpackOptions) {
  const stream = createReadStream(path, {
    highWaterMark: 1 << 18,
    ...(lengthBytes === undefined ? {} : { end: lengthBytes - 1 }),
  });
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
    yield* await salvaged(path, givenBytes);
    onDamage(`The gzip data is damaged (${error.message}); what came after the last row is lost.`);
  } finally {
    inflated.destroy();
    source.destroy();
  }
}

/** What an inflating stream still held when it met the damage: streams drop that. A second pass, without waiting, keeps what follows `skipBytes`. */
function salvaged(path: string, skipBytes: number): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const pieces: Uint8Array[] = [];
    let seenBytes = 0;
    const source = createReadStream(path);
    const inflated = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
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

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

async function* unzstd(path: string, onDamage: DamageListener, options: UnpackOptions): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => {
    if (chunk.length > 0) ready.push(chunk);
  });
  try {
    for await (const chunk of packedChunks(path, options)) {
      stream.push(chunk as Uint8Array);
      yield* ready;
      ready = [];
    }
    if (options.lengthBytes === undefined) stream.push(new Uint8Array(0), true); // throws where the file is torn
    yield* ready;
  } catch (error) {
    if (isFileError(error)) throw error;
    yield* ready;
    onDamage(
      `The zstd data is damaged (${error instanceof Error ? error.message : String(error)}); what came after the last row is lost.`,
    );
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
