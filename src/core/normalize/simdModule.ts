/**
 * Assembles and starts one WebAssembly function (core specification 2.0, sections 5 and 6): for a row block and a run of
 * column blocks, all sixteen products per pair of blocks; where any reaches the bound, the column's address and a
 * mask are written out. One instruction (`i32x4.dot_i16x8_s`) takes two coordinates of four points at once. Everything is unrolled over the coordinates, so the loop has a single branch.
 */

type Scan = (row: number, first: number, end: number, hits: number, least: number) => number;

export interface SimdModule {
  readonly buffer: ArrayBuffer;
  /** Byte addresses in, the address after the last hit out. */
  readonly scan: Scan;
}

/** What this file needs of the global `WebAssembly`, which core code has no types for. */
interface WebAssemblyGlobal {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Readonly<Record<string, unknown>> };
}

/** Starts the function with memory of `sizeBytes`; `undefined` where WebAssembly with SIMD cannot be had. */
export function simdModule(coordinatePairs: number, sizeBytes: number): SimdModule | undefined {
  const { WebAssembly } = globalThis as { WebAssembly?: WebAssemblyGlobal };
  if (WebAssembly === undefined) return undefined;
  const bytes = Uint8Array.from(moduleBytes(coordinatePairs, Math.ceil(sizeBytes / 65536)));
  if (!WebAssembly.validate(bytes)) return undefined;
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { buffer } = exports['memory'] as { readonly buffer: ArrayBuffer };
    return { buffer, scan: exports['scan'] as Scan };
  } catch {
    // Refused by a content security policy, or no memory of that size: the plain loop takes over.
    return undefined;
  }
}

const int32 = 0x7f;
const vector = 0x7b;

/** Parameters and locals of the function. */
const local = { row: 0, column: 1, end: 2, hits: 3, least: 4, sums: 5, loaded: 9, bound: 10 } as const;

function moduleBytes(coordinatePairs: number, pages: number): number[] {
  const type = [0x60, 5, int32, int32, int32, int32, int32, 1, int32];
  const name = (text: string): number[] => [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))];
  const body = [1, 6, vector, ...scanCode(coordinatePairs), 0x0b];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, ...type]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('scan'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const isLast = rest >= -64 && rest < 64;
    bytes.push(isLast ? rest & 0x7f : (rest & 0x7f) | 0x80);
    if (isLast) return bytes;
  }
}

const get = (index: number): number[] => [0x20, index];
const set = (index: number): number[] => [0x21, index];
const tee = (index: number): number[] => [0x22, index];
const constant = (value: number): number[] => [0x41, ...signed(value)];
const load = (offset: number): number[] => [0xfd, 0x00, 4, ...unsigned(offset)];
const loadSplat = (offset: number): number[] => [0xfd, 0x09, 2, ...unsigned(offset)];
const storeWord = (offset: number): number[] => [0x36, 2, ...unsigned(offset)];
const splat = [0xfd, 0x11];
const atLeast = [0xfd, 0x3f];
const orVectors = [0xfd, 0x50];
const anyTrue = [0xfd, 0x53];
const bitmask = [0xfd, 0xa4, 0x01];
const addVectors = [0xfd, 0xae, 0x01];
const productsOfPairs = [0xfd, 0xba, 0x01];
const addWords = [0x6a];
const orWords = [0x72];
const shiftLeft = [0x74];
const lessUnsigned = [0x49];

function scanCode(coordinatePairs: number): number[] {
  const step = coordinatePairs * 16;
  return [
    ...[...get(local.least), ...splat, ...set(local.bound)],
    ...[0x03, 0x40],
    ...productCode(coordinatePairs),
    ...[...reached(0), ...reached(1), ...orVectors, ...reached(2), ...orVectors, ...reached(3), ...orVectors],
    ...[...anyTrue, 0x04, 0x40, ...hitCode(), 0x0b],
    ...[...get(local.column), ...constant(step), ...addWords, ...tee(local.column)],
    ...[...get(local.end), ...lessUnsigned, 0x0d, 0, 0x0b],
    ...get(local.hits),
  ];
}

/** Adds up the products of the four rows with the four columns. */
function productCode(coordinatePairs: number): number[] {
  const code: number[] = [];
  for (let pair = 0; pair < coordinatePairs; pair++) {
    code.push(...get(local.column), ...load(pair * 16), ...set(local.loaded));
    for (let lane = 0; lane < 4; lane++) {
      if (pair > 0) code.push(...get(local.sums + lane));
      code.push(...get(local.row), ...loadSplat(pair * 16 + lane * 4), ...get(local.loaded), ...productsOfPairs);
      if (pair > 0) code.push(...addVectors);
      code.push(...set(local.sums + lane));
    }
  }
  return code;
}

const reached = (lane: number): number[] => [...get(local.sums + lane), ...get(local.bound), ...atLeast];

/** Writes column address and mask, and moves on. */
function hitCode(): number[] {
  const masks = [0, 1, 2, 3].flatMap((lane) => [
    ...[...reached(lane), ...bitmask],
    ...(lane === 0 ? [] : [...constant(lane * 4), ...shiftLeft, ...orWords]),
  ]);
  return [
    ...[...get(local.hits), ...get(local.column), ...storeWord(0)],
    ...[...get(local.hits), ...masks, ...storeWord(4)],
    ...[...get(local.hits), ...constant(8), ...addWords, ...set(local.hits)],
  ];
}
