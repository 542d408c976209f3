/**
 * Assembles one-function WebAssembly modules (core specification 2.0, sections 5 and 6) from expressions that read like the text format.
 * Code is a list of bytes; blocks take their content as a function, so that branches inside can count the labels around them.
 */

export type Code = readonly number[];
export type LocalType = 'i32' | 'i64' | 'v128';

const typeCode: Readonly<Record<LocalType, number>> = { i32: 0x7f, i64: 0x7e, v128: 0x7b };

/** LEB128, signed, of up to 64 bits. */
export function signed(value: number | bigint): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt(value); ; rest >>= 7n) {
    const isLast = rest >= -64n && rest < 64n;
    bytes.push(Number(rest & 0x7fn) | (isLast ? 0 : 0x80));
    if (isLast) return bytes;
  }
}

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push((rest & 0x7f) | (rest < 0x80 ? 0 : 0x80));
    if (rest < 0x80) return bytes;
  }
}

type Binary = (left: Code, right: Code) => Code;
type Unary = (operand: Code) => Code;

const binary =
  (opcode: number): Binary =>
  (left, right) => [...left, ...right, opcode];
const unary =
  (opcode: number): Unary =>
  (operand) => [...operand, opcode];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value | 0)],
  isZero: unary(0x45),
  equal: binary(0x46),
  notEqual: binary(0x47),
  lessThan: binary(0x49),
  atMost: binary(0x4d),
  atLeast: binary(0x4f),
  add: binary(0x6a),
  subtract: binary(0x6b),
  and: binary(0x71),
  or: binary(0x72),
  /** The low half of 64 bits. */
  wrap: unary(0xa7),
  load: (address: Code): Code => [...address, 0x28, 2, 0],
  loadByte: (address: Code): Code => [...address, 0x2d, 0, 0],
  store: (address: Code, value: Code, offset = 0): Code => [...address, ...value, 0x36, 2, ...unsigned(offset)],
};

export const i64 = {
  constant: (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))],
  isZero: unary(0x50),
  equal: binary(0x51),
  load: (address: Code): Code => [...address, 0x29, 0, 0],
  store: (address: Code, value: Code): Code => [...address, ...value, 0x37, 0, 0],
  leadingZeros: unary(0x79),
  trailingZeros: unary(0x7a),
  onesCount: unary(0x7b),
  add: binary(0x7c),
  subtract: binary(0x7d),
  and: binary(0x83),
  or: binary(0x84),
  xor: binary(0x85),
  shiftLeft: binary(0x86),
  shiftRightSigned: binary(0x87),
  shiftRight: binary(0x88),
  lessThan: binary(0x54),
  extend: unary(0xad),
};

export const v128 = {
  load: (address: Code, offset: number): Code => [...address, 0xfd, 0x00, 0, ...unsigned(offset)],
  bytes: (value: number): Code => [0xfd, 0x0c, ...Array.from({ length: 16 }, () => value)],
  /** Sixteen bytes; zeros where fewer are given. */
  constant: (values: readonly number[]): Code => [
    0xfd,
    0x0c,
    ...Array.from({ length: 16 }, (_, at) => values[at] ?? 0),
  ],
  equalBytes: (left: Code, right: Code): Code => [...left, ...right, 0xfd, 0x23],
  and: (left: Code, right: Code): Code => [...left, ...right, 0xfd, 0x4e],
  or: (left: Code, right: Code): Code => [...left, ...right, 0xfd, 0x50],
  allTrue: (operand: Code): Code => [...operand, 0xfd, 0x63],
  anyTrue: (operand: Code): Code => [...operand, 0xfd, 0x53],
  /** Top bits of the 16 bytes. */
  topBits: (operand: Code): Code => [...operand, 0xfd, 0x64],
};

/** Writes one function; locals and labels by name. */
export class FunctionWriter {
  private readonly indices = new Map<string, number>();
  private readonly labels: string[] = [];

  constructor(
    private readonly parameters: readonly string[],
    private readonly locals: Readonly<Record<string, LocalType>>,
  ) {
    for (const name of [...parameters, ...Object.keys(locals)]) this.indices.set(name, this.indices.size);
  }

  get(name: string): Code {
    return [0x20, ...unsigned(this.indexOf(name))];
  }

  set(name: string, value: Code): Code {
    return [...value, 0x21, ...unsigned(this.indexOf(name))];
  }

  /** Branches to `label` inside leave the block. */
  block(label: string, content: () => readonly Code[]): Code {
    return [0x02, 0x40, ...this.within(label, content), 0x0b];
  }

  /** Branches to `label` inside start over. */
  loop(label: string, content: () => readonly Code[]): Code {
    return [0x03, 0x40, ...this.within(label, content), 0x0b];
  }

  when(condition: Code, content: () => readonly Code[], otherwise?: () => readonly Code[]): Code {
    const then = [...condition, 0x04, 0x40, ...this.within('', content)];
    return otherwise === undefined ? [...then, 0x0b] : [...then, 0x05, ...this.within('', otherwise), 0x0b];
  }

  branch(label: string): Code {
    return [0x0c, this.depthOf(label)];
  }

  branchWhen(label: string, condition: Code): Code {
    return [...condition, 0x0d, this.depthOf(label)];
  }

  /** A module with this function as `run` (parameters and result i32) and `pages` of exported memory. */
  module(pages: number, body: readonly Code[]): Uint8Array {
    const declared = Object.values(this.locals).flatMap((type) => [1, typeCode[type]]);
    const code = [...unsigned(Object.keys(this.locals).length), ...declared, ...body.flat(), 0x0b];
    const i32s = this.parameters.map(() => typeCode.i32);
    return Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      ...section(1, [1, 0x60, i32s.length, ...i32s, 1, typeCode.i32]),
      ...section(3, [1, 0]),
      ...section(5, [1, 0, ...unsigned(pages)]),
      ...section(7, [2, ...name('memory'), 2, 0, ...name('run'), 0, 0]),
      ...section(10, [1, ...unsigned(code.length), ...code]),
    ]);
  }

  private within(label: string, content: () => readonly Code[]): number[] {
    this.labels.push(label);
    const code = content().flat();
    this.labels.pop();
    return code;
  }

  private depthOf(label: string): number {
    const at = this.labels.lastIndexOf(label);
    if (at === -1) throw new Error(`There is no label ${label}.`);
    return this.labels.length - 1 - at;
  }

  private indexOf(name: string): number {
    const index = this.indices.get(name);
    if (index === undefined) throw new Error(`There is no local ${name}.`);
    return index;
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...Array.from(text, (letter) => letter.charCodeAt(0))];
}
