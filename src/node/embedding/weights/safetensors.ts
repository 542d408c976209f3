/** Reads half-precision tensors from a safetensors file (github.com/huggingface/safetensors, "Format"). */

export interface HalfTensor {
  readonly shape: readonly number[];
  /** Little-endian fp16, row-major. */
  readonly bytes: Uint8Array;
}

export type HalfTensors = ReadonlyMap<string, HalfTensor>;

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Tensors of other precisions are left out. */
export function readSafetensors(file: Uint8Array): HalfTensors {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const start = 8 + headerLength;
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start))) as Record<string, Entry>;
  const tensors = new Map<string, HalfTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (entry.dtype !== 'F16') continue;
    const [from, to] = entry.data_offsets;
    tensors.set(name, { shape: entry.shape, bytes: file.subarray(start + from, start + to) });
  }
  return tensors;
}

/** A matrix with rows and columns exchanged. */
export function transposed({ shape, bytes }: HalfTensor): HalfTensor {
  const [rows = 0, columns = 0] = shape;
  const source = new Uint16Array(Uint8Array.from(bytes).buffer);
  const target = new Uint16Array(source.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) target[column * rows + row] = source[row * columns + column]!;
  }
  return { shape: [columns, rows], bytes: new Uint8Array(target.buffer) };
}

/** The tensor's numbers in single precision. Time O(numbers). */
export function singles({ bytes }: HalfTensor): Float32Array {
  const halves = new Uint16Array(Uint8Array.from(bytes).buffer);
  return Float32Array.from(halves, singleOf);
}

/** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
function singleOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = (half & 1023) / 1024;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}
