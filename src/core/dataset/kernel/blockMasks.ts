/** Sixty-four bytes at a time as bit masks, one bit per byte: the first stage of simdjson (Langdale and Lemire, VLDB Journal 28, 2019). */
import { i32, i64, v128, type Code, type FunctionWriter, type LocalType } from './assembler';

/** Locals that `loadBlock` and the masks use. */
export const blockLocals: Readonly<Record<string, LocalType>> = { v0: 'v128', v1: 'v128', v2: 'v128', v3: 'v128' };

const registers = ['v0', 'v1', 'v2', 'v3'];

export function loadBlock(f: FunctionWriter): Code {
  return registers.flatMap((register, index) => f.set(register, v128.load(f.get('at'), 16 * index)));
}

export const fetchLocals: Readonly<Record<string, LocalType>> = {
  fetched: 'i32',
  fetchEnd: 'i32',
  fetchedBits: 'v128',
};

const fetchBytes = 4096;
const lineBytes = 64;

/**
 * Touches each cache line of the next 4 kB before they are looked at. Bytes that another core has read lie in its cache; a branch that depends on
 * them and was guessed wrong would wait for them one by one, where plain loads fetch many at a time. Halves the time of kernels that branch much.
 */
export function fetchAhead(f: FunctionWriter): Code {
  return f.when(i32.atLeast(f.get('at'), f.get('fetched')), () => [
    f.set('fetchEnd', i32.add(f.get('fetched'), i32.constant(fetchBytes))),
    f.loop('lines', () => [
      f.set('fetchedBits', v128.or(f.get('fetchedBits'), v128.load(f.get('fetched'), 0))),
      f.set('fetched', i32.add(f.get('fetched'), i32.constant(lineBytes))),
      f.branchWhen('lines', i32.lessThan(f.get('fetched'), f.get('fetchEnd'))),
    ]),
  ]);
}

/** Bits of the bytes that equal `byte`. */
export function maskOf(f: FunctionWriter, byte: number): Code {
  return joined((register) => v128.equalBytes(f.get(register), v128.bytes(byte)));
}

/** Bits of the bytes that equal one of `bytes`. */
export function maskOfAny(f: FunctionWriter, bytes: readonly number[]): Code {
  return joined((register) =>
    bytes
      .map((byte) => v128.equalBytes(f.get(register), v128.bytes(byte)))
      .reduce((left, right) => v128.or(left, right)),
  );
}

/** Bits of the bytes that equal `byte` once bit 5 is set: `{` stands for `[` too, `}` for `]`. */
export function maskOfEither(f: FunctionWriter, byte: number): Code {
  return joined((register) => v128.equalBytes(v128.or(f.get(register), v128.bytes(0x20)), v128.bytes(byte)));
}

/** Whether the block holds `byte` at all; cheaper than its mask. */
export function holds(f: FunctionWriter, byte: number): Code {
  const [a, b, c, d] = registers.map((register) => v128.equalBytes(f.get(register), v128.bytes(byte)));
  return v128.anyTrue(v128.or(v128.or(a!, b!), v128.or(c!, d!)));
}

function joined(compared: (register: string) => Code): Code {
  const parts = registers.map((register, index) =>
    i64.shiftLeft(i64.extend(v128.topBits(compared(register))), i64.constant(BigInt(16 * index))),
  );
  return parts.reduce((left, right) => i64.or(left, right));
}

/** Ones below bit `count` (0 to 63). */
export function below(count: Code): Code {
  return i64.subtract(i64.shiftLeft(i64.constant(1n), count), i64.constant(1n));
}

/** The bytes before `to`: all but in the last block. */
export function validMask(f: FunctionWriter): Code {
  const left = i32.subtract(f.get('to'), f.get('at'));
  return [...i64.constant(-1n), ...below(i64.extend(left)), ...i32.atLeast(left, i32.constant(64)), 0x1b];
}

const evenBits = 0x5555555555555555n;

/** Sets `escaped` to the characters behind an odd run of backslashes (mask in `backslashes`), carrying over in `isEscapedNext`. */
export function findEscaped(f: FunctionWriter): Code {
  const not = (code: Code): Code => i64.xor(code, i64.constant(-1n));
  const has = (name: string): Code => f.get(name);
  return [
    ...f.set('backslashes', i64.and(has('backslashes'), not(has('isEscapedNext')))),
    ...f.set('follows', i64.or(i64.shiftLeft(has('backslashes'), i64.constant(1n)), has('isEscapedNext'))),
    ...f.set('oddStarts', i64.and(i64.and(has('backslashes'), not(i64.constant(evenBits))), not(has('follows')))),
    ...f.set('sequences', i64.add(has('oddStarts'), has('backslashes'))),
    ...f.set('isEscapedNext', i64.extend(i64.lessThan(has('sequences'), has('oddStarts')))),
    ...f.set(
      'escaped',
      i64.and(i64.xor(i64.constant(evenBits), i64.shiftLeft(has('sequences'), i64.constant(1n))), has('follows')),
    ),
  ];
}

export const escapeLocals: Readonly<Record<string, LocalType>> = {
  backslashes: 'i64',
  isEscapedNext: 'i64',
  follows: 'i64',
  oddStarts: 'i64',
  sequences: 'i64',
  escaped: 'i64',
};

/** Sets `name` to the running parity of its bits: ones from each opening quote to before its closing one. */
export function spreadParity(f: FunctionWriter, name: string): Code {
  return [1n, 2n, 4n, 8n, 16n, 32n].flatMap((step) =>
    f.set(name, i64.xor(f.get(name), i64.shiftLeft(f.get(name), i64.constant(step)))),
  );
}

/** JSON's white space: blank, tab, line feed, carriage return. */
export function isSpace(byte: Code): Code {
  const is = (value: number): Code => i32.equal(byte, i32.constant(value));
  return i32.or(i32.or(is(0x20), is(0x0d)), i32.or(is(0x09), is(0x0a)));
}
