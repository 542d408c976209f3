/** Starts a kernel: memory for a chunk of bytes, room for what was found, and the assembled function. */
import type { FunctionWriter, Code } from './assembler';

/** Bytes read in one go. */
export const blockBytes = 4 << 20;
/** Two blocks, one of which is read while the other is looked at, each with as much room before it for the end of the other. */
export const inputBytes = 4 * blockBytes;
/** The last block may reach beyond the bytes. */
const paddingBytes = 64;

/** Addresses in a kernel's memory. */
export const kernelMemory = {
  /** Where the function leaves how far it came. */
  summary: inputBytes + paddingBytes,
  /** Triples of 32 bits: start, length, newlines before. */
  rows: inputBytes + paddingBytes + 64,
  maxRows: 1 << 16,
} as const;

/** Why a kernel stopped. */
export const stopReason = { outOfBytes: 0, irregular: 1, outOfRoom: 2 } as const;

export interface KernelResult {
  readonly rowCount: number;
  /** Bytes that need no second look. */
  readonly used: number;
  /** Newlines in the bytes used. */
  readonly newlines: number;
  readonly reason: number;
}

export interface RunningKernel {
  /** Where the bytes go, at any place. */
  readonly input: Uint8Array;
  /** What it found, three numbers a row. */
  readonly rows: Uint32Array;
  /** `from` and `to` count from the beginning of `input`, as everything found does. */
  run(from: number, to: number, ...options: readonly number[]): KernelResult;
}

/** What this file needs of the global `WebAssembly`, which core code has no types for. */
interface WebAssemblyGlobal {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** The kernel, or undefined where WebAssembly with SIMD cannot be had. */
export function startKernel(writer: FunctionWriter, body: readonly Code[]): RunningKernel | undefined {
  const sizeBytes = kernelMemory.rows + 12 * kernelMemory.maxRows;
  const started = instantiated(writer.module(Math.ceil(sizeBytes / 65536), body));
  return started === undefined ? undefined : running(started);
}

export interface Instantiated {
  readonly memory: ArrayBuffer;
  readonly run: (...parameters: number[]) => number;
}

/** A module of the assembler, or undefined where WebAssembly with SIMD cannot be had. */
export function instantiated(module: Uint8Array): Instantiated | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyGlobal };
  if (WebAssembly === undefined || !WebAssembly.validate(module)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const { buffer } = exports['memory'] as { readonly buffer: ArrayBuffer };
  return { memory: buffer, run: exports['run'] as Instantiated['run'] };
}

function running({ memory, run }: Instantiated): RunningKernel {
  const summary = new Uint32Array(memory, kernelMemory.summary, 3);
  return {
    input: new Uint8Array(memory, 0, inputBytes),
    rows: new Uint32Array(memory, kernelMemory.rows, 3 * kernelMemory.maxRows),
    run: (from, to, ...options) => {
      const rowCount = run(from, to, ...options);
      return { rowCount, used: summary[0]!, newlines: summary[1]!, reason: summary[2]! };
    },
  };
}

/** Where in the kernel's input a chunk lies, once it has been put there if it lay elsewhere; undefined where it does not fit. */
export function placeOf(kernel: RunningKernel, chunk: Uint8Array): number | undefined {
  if (chunk.buffer === kernel.input.buffer) return chunk.byteOffset;
  if (chunk.length > kernel.input.length) return undefined;
  kernel.input.set(chunk);
  return 0;
}
