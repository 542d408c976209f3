/**
 * Finds the next of a few needles in bytes: two rare bytes of each are compared at 64 places at a time, and only where both
 * are there is the whole needle (W. Muła, "SIMD-friendly algorithms for substring searching", 2016). Assembled for its needles. Time O(bytes × needles).
 */
import type { MaskedByte } from '../search/characterBytes';
import { FunctionWriter, i32, i64, v128, type Code } from './assembler';
import { instantiated } from './kernelModule';
import { judgeShown, shownLocals, shownRoomBytes } from './shownKernel';

/** Little enough to stay in a processor's cache. */
export const needleKernelBytes = 1 << 19;
/** In place of a place. */
const searching = -1;
/** Loads reach beyond the last place by a block and a needle. */
const paddingBytes = 128;

export interface NeedleKernel {
  /** Where the bytes go. */
  readonly input: Uint8Array;
  /** The first place from `from` on where a needle begins, or -1; beyond `to` there may be places that are none. */
  next(from: number, to: number): number;
  /** Which needle stood there. */
  readonly found: number;
  /** Whether it is plain that the row from `from` to `to`, if it is JSON, shows what stands at `place` inside of a string. */
  isShown(from: number, to: number, place: number): boolean;
}

interface Probed {
  readonly needle: readonly MaskedByte[];
  /** The two bytes of it that are looked for first. */
  readonly probes: readonly number[];
}

/** The kernel, or undefined where WebAssembly with SIMD cannot be had. `share` says how often a byte comes up. */
export function startNeedleKernel(
  needles: readonly (readonly MaskedByte[])[],
  share: (byte: MaskedByte) => number,
): NeedleKernel | undefined {
  const probed = needles.map((needle) => ({ needle, probes: probesOf(needle, share) }));
  const f = new FunctionWriter(['from', 'to', 'shown'], {
    ...shownLocals,
    at: 'i32',
    place: 'i32',
    bits: 'i64',
    result: 'i32',
  });
  const summary = needleKernelBytes + paddingBytes;
  const pages = Math.ceil((summary + 8 + shownRoomBytes) / 65536);
  const started = instantiated(
    f.module(pages, [
      f.set('at', f.get('from')),
      f.when(
        i32.equal(f.get('shown'), i32.constant(searching)),
        () => search(f, probed, summary),
        () => judgeShown(f, summary + 8),
      ),
      f.get('result'),
    ]),
  );
  if (started === undefined) return undefined;
  const found = new Uint32Array(started.memory, summary, 1);
  return {
    input: new Uint8Array(started.memory, 0, needleKernelBytes),
    next: (from, to) => started.run(from, to, searching),
    isShown: (from, to, place) => started.run(from, to, place) === 1,
    get found() {
      return found[0]!;
    },
  };
}

function probesOf(needle: readonly MaskedByte[], share: (byte: MaskedByte) => number): readonly number[] {
  const shares = needle.map(share);
  const first = shares.indexOf(Math.min(...shares));
  const others = [...shares.keys()].filter((offset) => offset !== first);
  // Of equal ones the furthest, since what stands side by side often does.
  const distance = (offset: number) => Math.abs(offset - first);
  others.sort((left, right) => shares[left]! - shares[right]! || distance(right) - distance(left));
  return [first, ...others.slice(0, 1)];
}

function search(f: FunctionWriter, probed: readonly Probed[], summary: number): readonly Code[] {
  return [
    f.set('result', i32.constant(-1)),
    f.block('stop', () => [
      f.loop('blocks', () => [
        f.branchWhen('stop', i32.atLeast(f.get('at'), f.get('to'))),
        f.when(v128.anyTrue(registers.flatMap((register) => matches(f, probed, register)).reduce(v128.or)), () => [
          f.set('bits', bits(f, probed)),
          f.loop('places', () => [f.when(isSet(f.get('bits')), () => [lookAtPlace(f, probed, summary)])]),
        ]),
        f.set('at', i32.add(f.get('at'), i32.constant(64))),
        f.branch('blocks'),
      ]),
    ]),
  ];
}

/** Where the four registers of a block begin. */
const registers = [0, 16, 32, 48];

/** For each needle, which of 16 places may be the beginning of it. */
function matches(f: FunctionWriter, probed: readonly Probed[], register: number): readonly Code[] {
  return probed.map(({ needle, probes }) =>
    probes
      .map((offset) => {
        const { value, mask } = needle[offset]!;
        const bytes = v128.load(f.get('at'), register + offset);
        return v128.equalBytes(mask === 0xff ? bytes : v128.and(bytes, v128.bytes(mask)), v128.bytes(value));
      })
      .reduce(v128.and),
  );
}

function bits(f: FunctionWriter, probed: readonly Probed[]): Code {
  return registers
    .map((register) => {
      const any = matches(f, probed, register).reduce(v128.or);
      return i64.shiftLeft(i64.extend(v128.topBits(any)), i64.constant(BigInt(register)));
    })
    .reduce(i64.or);
}

/** Takes the lowest place off the bits, and stops there if a whole needle does stand at it. */
function lookAtPlace(f: FunctionWriter, probed: readonly Probed[], summary: number): Code {
  return [
    f.set('place', i32.add(f.get('at'), i32.wrap(i64.trailingZeros(f.get('bits'))))),
    f.set('bits', i64.and(f.get('bits'), i64.subtract(f.get('bits'), i64.constant(1n)))),
    ...probed.map(({ needle }, index) =>
      f.when(stands(f, needle), () => [
        i32.store(i32.constant(summary), i32.constant(index)),
        f.set('result', f.get('place')),
        f.branch('stop'),
      ]),
    ),
    f.branch('places'),
  ].flat();
}

function stands(f: FunctionWriter, needle: readonly MaskedByte[]): Code {
  const values = v128.constant(needle.map(({ value }) => value));
  const masks = v128.constant(needle.map(({ mask }) => mask));
  return v128.allTrue(v128.equalBytes(v128.and(v128.load(f.get('place'), 0), masks), values));
}

function isSet(bitsCode: Code): Code {
  return i32.isZero(i64.isZero(bitsCode));
}
