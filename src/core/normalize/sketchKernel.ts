/**
 * The inner loop of `neighbours`: products of short vectors, sixteen pairs at a time, in whole numbers. Points lie in
 * blocks of four, two coordinates of each side by side, so that one SIMD register holds two coordinates of four points.
 * The WebAssembly code is put together in `simdModule`; where it cannot run, the same loop runs in JavaScript.
 */
import { simdModule } from './simdModule';

/** Points per block. */
export const blockSize = 4;

/** What 1 becomes; products of unit vectors stay below 2³¹. */
export const unitScale = 2 ** 14;

export interface SketchKernel {
  /** Writes one point; coordinates are between -1 and 1 and are rounded to multiples of 1 / `unitScale`. */
  write(point: number, coordinate: number, value: number): void;
  /** Pairs (block, mask) left by the last scan; bit `4 · row + column` is set where the product reached the bound. */
  readonly hits: Uint32Array;
  /** Compares block `row` with blocks `first` to `end`; `least` is a product of rounded vectors. Returns the number of hits. */
  scan(row: number, first: number, end: number, least: number): number;
}

/** A kernel with room for `blockCount` blocks, all zero. */
export function sketchKernel(blockCount: number, coordinates: number): SketchKernel {
  return simdKernel(blockCount, coordinates) ?? plainKernel(blockCount, coordinates);
}

/** The kernel in WebAssembly, or `undefined` where the machine has no SIMD or the page forbids it. */
export function simdKernel(blockCount: number, coordinates: number): SketchKernel | undefined {
  const stride = strideFor(coordinates);
  const blockBytes = stride * 2;
  const hitsStart = blockCount * blockBytes;
  const running = simdModule(stride / 8, hitsStart + blockCount * 8 + 16);
  if (running === undefined) return undefined;
  const { buffer, scan } = running;
  const hits = new Uint32Array(buffer, hitsStart, blockCount * 2);
  return {
    write: writerTo(new Int16Array(buffer, 0, hitsStart / 2), stride),
    hits,
    scan: (row, first, end, least) => {
      if (first >= end) return 0;
      const hitEnd = scan(row * blockBytes, first * blockBytes, end * blockBytes, hitsStart, integerBound(least));
      const used = (hitEnd - hitsStart) / 4;
      for (let at = 0; at < used; at += 2) hits[at]! /= blockBytes;
      return used / 2;
    },
  };
}

/** The kernel in JavaScript. */
export function plainKernel(blockCount: number, coordinates: number): SketchKernel {
  const stride = strideFor(coordinates);
  const blocks = new Int16Array(blockCount * stride);
  const hits = new Uint32Array(blockCount * 2);
  const scan = (row: number, first: number, end: number, least: number): number => {
    const bound = integerBound(least);
    let used = 0;
    for (let block = first; block < end; block++) {
      const mask = blockMask(blocks, stride, row * stride, block * stride, bound);
      if (mask === 0) continue;
      hits[used++] = block;
      hits[used++] = mask;
    }
    return used / 2;
  };
  return { write: writerTo(blocks, stride), hits, scan };
}

/** Numbers per block: pairs of coordinates, so an odd last one is followed by zeros. */
function strideFor(coordinates: number): number {
  return Math.ceil(coordinates / 2) * 2 * blockSize;
}

function integerBound(least: number): number {
  return Math.floor(least * unitScale * unitScale);
}

function writerTo(blocks: Int16Array, stride: number): SketchKernel['write'] {
  return (point, coordinate, value) => {
    const at = (point >> 2) * stride + (coordinate >> 1) * 2 * blockSize + (point & 3) * 2 + (coordinate & 1);
    blocks[at] = Math.round(value * unitScale);
  };
}

function blockMask(blocks: Int16Array, stride: number, row: number, column: number, bound: number): number {
  let mask = 0;
  for (let pair = 0; pair < blockSize * blockSize; pair++) {
    const [left, right] = [row + 2 * (pair >> 2), column + 2 * (pair & 3)];
    let product = 0;
    for (let at = 0; at < stride; at += 2 * blockSize)
      product += blocks[left + at]! * blocks[right + at]! + blocks[left + at + 1]! * blocks[right + at + 1]!;
    if (product >= bound) mask |= 1 << pair;
  }
  return mask;
}
