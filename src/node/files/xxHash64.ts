/**
 * XXH64 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), the checksum of zstd frames, in one pass over the bytes.
 * Whole stripes of 32 bytes go through WebAssembly, which has the 64-bit products that JavaScript lacks; the rest, once, through BigInt.
 */
import { FunctionWriter, i32, i64, type Code } from '../../core/dataset/kernel/assembler';

const primes = {
  one: 0x9e3779b185ebca87n,
  two: 0xc2b2ae3d27d4eb4fn,
  three: 0x165667b19e3779f9n,
  four: 0x85ebca77c2b2ae63n,
  five: 0x27d4eb2f165667c5n,
} as const;

const stripeBytes = 32;
const inputBytes = 1 << 17;
const memoryPages = inputBytes / 65536 + 1;
const lanes = [0, 1, 2, 3] as const;

const multiply = (left: Code, right: Code): Code => [...left, ...right, 0x7e];
const rotateLeft = (value: Code, bits: number): Code => [...value, ...i64.constant(BigInt(bits)), 0x89];
const load = (address: Code, offset: number): Code => [...address, 0x29, 3, ...[offset & 0x7f]];
const store = (address: Code, value: Code): Code => [...address, ...value, 0x37, 3, 0];

/** `run(from, to)` takes whole stripes into the four accumulators behind the input. */
function stripeModule(): Uint8Array {
  const code = new FunctionWriter(['at', 'end'], { v0: 'i64', v1: 'i64', v2: 'i64', v3: 'i64' });
  const stateAt = (lane: number) => i32.constant(inputBytes + 8 * lane);
  const round = (lane: number) => {
    const added = i64.add(code.get(`v${lane}`), multiply(load(code.get('at'), 8 * lane), i64.constant(primes.two)));
    return code.set(`v${lane}`, multiply(rotateLeft(added, 31), i64.constant(primes.one)));
  };
  return code.module(memoryPages, [
    ...lanes.map((lane) => code.set(`v${lane}`, load(stateAt(lane), 0))),
    code.loop('stripes', () => [
      ...lanes.map(round),
      code.set('at', i32.add(code.get('at'), i32.constant(stripeBytes))),
      code.branchWhen('stripes', i32.lessThan(code.get('at'), code.get('end'))),
    ]),
    ...lanes.map((lane) => store(stateAt(lane), code.get(`v${lane}`))),
    code.get('at'),
  ]);
}

/** What this file needs of the global `WebAssembly`, which Node's types leave out. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

interface StripeExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: (from: number, to: number) => number;
}

export class XxHash64 {
  private readonly input: Uint8Array;
  private readonly state: BigUint64Array;
  private readonly run: StripeExports['run'];
  private readonly rest = new Uint8Array(stripeBytes);
  private restLength = 0;
  private totalLength = 0n;

  constructor() {
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyGlobal };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(stripeModule()));
    const { memory, run } = instance.exports as StripeExports;
    this.input = new Uint8Array(memory.buffer, 0, inputBytes);
    this.state = new BigUint64Array(memory.buffer, inputBytes, lanes.length);
    this.run = run;
    this.reset();
  }

  /** Begins anew. */
  reset(): void {
    const { one, two } = primes;
    this.state.set([BigInt.asUintN(64, one + two), two, 0n, BigInt.asUintN(64, -one)]);
    this.restLength = 0;
    this.totalLength = 0n;
  }

  update(bytes: Uint8Array): void {
    this.totalLength += BigInt(bytes.length);
    const missing = this.restLength === 0 ? 0 : Math.min(stripeBytes - this.restLength, bytes.length);
    this.keep(bytes.subarray(0, missing));
    if (this.restLength === stripeBytes) {
      this.takeStripes(this.rest);
      this.restLength = 0;
    }
    const whole = missing + Math.floor((bytes.length - missing) / stripeBytes) * stripeBytes;
    for (let at = missing; at < whole; at += inputBytes)
      this.takeStripes(bytes.subarray(at, Math.min(whole, at + inputBytes)));
    this.keep(bytes.subarray(whole));
  }

  /** The hash of all bytes so far. */
  digest(): bigint {
    let hash = this.totalLength < BigInt(stripeBytes) ? primes.five : this.merged();
    hash = wrap(hash + this.totalLength);
    const view = new DataView(this.rest.buffer);
    let at = 0;
    for (; at + 8 <= this.restLength; at += 8)
      hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * primes.one + primes.four);
    for (; at + 4 <= this.restLength; at += 4)
      hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * primes.one), 23n) * primes.two + primes.three);
    for (; at < this.restLength; at++)
      hash = wrap(rotate(hash ^ wrap(BigInt(this.rest[at]!) * primes.five), 11n) * primes.one);
    return avalanche(hash);
  }

  private keep(bytes: Uint8Array): void {
    this.rest.set(bytes, this.restLength);
    this.restLength += bytes.length;
  }

  private takeStripes(bytes: Uint8Array): void {
    this.input.set(bytes);
    this.run(0, bytes.length);
  }

  private merged(): bigint {
    const [first, second, third, fourth] = this.state as unknown as readonly [bigint, bigint, bigint, bigint];
    let hash = wrap(rotate(first, 1n) + rotate(second, 7n) + rotate(third, 12n) + rotate(fourth, 18n));
    for (const lane of this.state) hash = wrap((hash ^ round(0n, lane)) * primes.one + primes.four);
    return hash;
  }
}

const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);

const rotate = (value: bigint, bits: bigint): bigint => wrap((value << bits) | (value >> (64n - bits)));

const round = (accumulator: bigint, lane: bigint): bigint =>
  wrap(rotate(wrap(accumulator + lane * primes.two), 31n) * primes.one);

function avalanche(hash: bigint): bigint {
  let mixed = wrap((hash ^ (hash >> 33n)) * primes.two);
  mixed = wrap((mixed ^ (mixed >> 29n)) * primes.three);
  return mixed ^ (mixed >> 32n);
}
