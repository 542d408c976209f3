/**
 * The inner loop of `neighbours`: products of short vectors, sixteen pairs at a time. Points lie in blocks of four,
 * coordinate by coordinate, so that one SIMD register holds a coordinate of four points. The WebAssembly code is put
 * together below, unrolled for the number of coordinates; where it cannot run, the same loop runs in JavaScript.
 */
import { simdModule } from './simdModule';

/** Points per block. */
export const blockSize = 4;

export interface SketchKernel {
  /** Coordinate c of point 4b + lane lies at `(b · coordinates + c) · 4 + lane`. */
  readonly blocks: Float32Array;
  /** Pairs (block, mask) left by the last scan; bit `4 · row + column` is set where the product reached the bound. */
  readonly hits: Uint32Array;
  /** Compares block `row` with blocks `first` to `end`; returns how many pairs it left in `hits`. */
  scan(row: number, first: number, end: number, least: number): number;
}

/** A kernel with room for `blockCount` blocks, all zero. */
export function sketchKernel(blockCount: number, coordinates: number): SketchKernel {
  return simdKernel(blockCount, coordinates) ?? plainKernel(blockCount, coordinates);
}

/** The kernel in WebAssembly, or `undefined` where the machine has no SIMD or the page forbids it. */
export function simdKernel(blockCount: number, coordinates: number): SketchKernel | undefined {
  const blockBytes = coordinates * blockSize * 4;
  const hitsStart = blockCount * blockBytes;
  const running = simdModule(coordinates, hitsStart + blockCount * 8 + 16);
  if (running === undefined) return undefined;
  const { buffer, scan } = running;
  return {
    blocks: new Float32Array(buffer, 0, hitsStart / 4),
    hits: new Uint32Array(buffer, hitsStart, blockCount * 2),
    scan: (row, first, end, least) => {
      if (first >= end) return 0;
      const hitEnd = scan(row * blockBytes, first * blockBytes, end * blockBytes, hitsStart, least);
      const hits = new Uint32Array(buffer, hitsStart, (hitEnd - hitsStart) / 4);
      for (let at = 0; at < hits.length; at += 2) hits[at]! /= blockBytes;
      return hits.length / 2;
    },
  };
}

/** The kernel in JavaScript. */
export function plainKernel(blockCount: number, coordinates: number): SketchKernel {
  const blocks = new Float32Array(blockCount * coordinates * blockSize);
  const hits = new Uint32Array(blockCount * 2);
  const scan = (row: number, first: number, end: number, least: number): number => {
    let used = 0;
    for (let block = first; block < end; block++) {
      const mask = blockMask(blocks, coordinates, row, block, least);
      if (mask === 0) continue;
      hits[used++] = block;
      hits[used++] = mask;
    }
    return used / 2;
  };
  return { blocks, hits, scan };
}

function blockMask(blocks: Float32Array, coordinates: number, row: number, block: number, least: number): number {
  let mask = 0;
  const stride = coordinates * blockSize;
  for (let pair = 0; pair < blockSize * blockSize; pair++) {
    let product = 0;
    const offset = pair % blockSize;
    for (let at = row * stride + (pair >> 2), to = block * stride + offset, step = 0; step < stride; step += blockSize)
      product += blocks[at + step]! * blocks[to + step]!;
    if (product >= least) mask |= 1 << pair;
  }
  return mask;
}
