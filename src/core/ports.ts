/** What the core needs from outside. Everything here is implemented in `src/node` or `src/vscode`. */

/** The two members of an `AbortSignal` that long loops in the core look at. */
export interface Cancellation {
  readonly aborted: boolean;
  throwIfAborted(): void;
}

/** Called at most ten times a second with work done and work in all (same unit). */
export type ProgressListener = (done: number, total: number) => void;

/** Options shared by every long-running function of the core. */
export interface LongWork {
  readonly cancellation?: Cancellation | undefined;
  readonly onProgress?: ProgressListener | undefined;
}

/** Random access to bytes; a short read happens only at the end. */
export interface ByteSource {
  readonly sizeBytes: number;
  /** Bytes from `offset`, `length` of them or up to the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Turns texts into unit-length vectors, row-major, `texts.length × width`; a text's vector never depends on its neighbours. */
export interface Embedder {
  /** Model and precision, as recorded in recipes and cache keys. */
  readonly id: string;
  readonly width: number;
  embed(texts: readonly string[], work?: LongWork): Promise<Float32Array>;
  /** Nearly the same vectors in a fraction of the time, for work that needs no exact distances. */
  readonly quick?: Embedder | undefined;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Settles after `delayMs`, or rejects when cancelled. */
  sleep(delayMs: number, signal?: AbortSignalLike): Promise<void>;
}

/** What `Clock.sleep` needs of an `AbortSignal`, spelled out so that the core compiles without DOM and Node. */
export interface AbortSignalLike extends Cancellation {
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
