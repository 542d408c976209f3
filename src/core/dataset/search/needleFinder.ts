import { needleKernelBytes, startNeedleKernel, type NeedleKernel } from '../kernel/needleKernel';
import type { Needle } from './anchor';
import type { MaskedByte } from './characterBytes';

/** Finds needles by the kernel, or byte by byte where there is none. */
export function needleFinder(needles: readonly Needle[], share: (byte: MaskedByte) => number): NeedleKernel {
  return startNeedleKernel(needles, share) ?? new PlainFinder(needles);
}

/** The clear version. Time O(bytes × needles). */
export class PlainFinder implements NeedleKernel {
  readonly input = new Uint8Array(needleKernelBytes);
  found = 0;

  constructor(private readonly needles: readonly Needle[]) {}

  next(from: number, to: number): number {
    for (let at = from; at < to; at++) {
      this.found = this.needles.findIndex((needle) => this.standsAt(needle, at));
      if (this.found !== -1) return at;
    }
    return -1;
  }

  isShown(): boolean {
    return false;
  }

  private standsAt(needle: Needle, at: number): boolean {
    return needle.every(({ value, mask }, offset) => (this.input[at + offset]! & mask) === value);
  }
}
