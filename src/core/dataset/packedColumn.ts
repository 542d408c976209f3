/**
 * Columns of whole numbers in as few bytes as they need: blocks of 4,096 values, each a straight line plus what is left
 * over in one, two or four bytes, or none at all. Row offsets take two bytes this way, line numbers none. Blocks lie in
 * shared memory and never change, so that threads take them over without a copy.
 */

export const blockShift = 12;
export const blockRows = 1 << blockShift;

/** A column of numbers by index; typed arrays are columns too. */
export interface Column extends Iterable<number> {
  readonly length: number;
  at(index: number): number | undefined;
}

/** Value i is `base + ⌊step × i⌋ + rest[i]`; without a rest, the line alone. */
export interface PackedBlock {
  readonly base: number;
  readonly step: number;
  readonly rest: PackedRest | null;
}

export type PackedRest =
  | Uint8Array<SharedArrayBuffer>
  | Uint16Array<SharedArrayBuffer>
  | Uint32Array<SharedArrayBuffer>
  | Float64Array<SharedArrayBuffer>;

/** Blocks from number `from` on, and the values of the whole column: what goes to another thread. */
export interface ColumnPart {
  readonly from: number;
  readonly blocks: readonly PackedBlock[];
  readonly length: number;
}

/** Reads a packed column. Time O(1) a value. */
export class PackedColumn implements Column {
  private readonly blocks: PackedBlock[];
  private count: number;

  constructor(part: ColumnPart = { from: 0, blocks: [], length: 0 }) {
    this.blocks = [...part.blocks];
    this.count = part.length;
  }

  get length(): number {
    return this.count;
  }

  at(index: number): number | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return valueIn(this.blocks[index >>> blockShift]!, index & (blockRows - 1));
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.count; index++) yield this.at(index)!;
  }

  /** Takes over what has been added elsewhere; the last block known may come again with more in it. */
  grow({ from, blocks, length }: ColumnPart): void {
    this.blocks.length = from;
    for (const block of blocks) this.blocks.push(block);
    this.count = length;
  }

  share(): ColumnPart {
    return { from: 0, blocks: this.blocks, length: this.count };
  }
}

export function valueIn({ base, step, rest }: PackedBlock, within: number): number {
  return base + Math.floor(step * within) + (rest === null ? 0 : rest[within]!);
}

/** The sum of columns of one length. */
export class SumColumn implements Column {
  constructor(private readonly parts: readonly Column[]) {}

  get length(): number {
    return this.parts[0]?.length ?? 0;
  }

  at(index: number): number | undefined {
    if (index < 0 || index >= this.length) return undefined;
    let sum = 0;
    for (const part of this.parts) sum += part.at(index)!;
    return sum;
  }

  *[Symbol.iterator](): Generator<number> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!;
  }
}

/** The values as a plain array; the column itself where it is one. Time O(values). */
export function plainColumn(column: Column): Uint32Array {
  if (column instanceof Uint32Array) return column;
  const values = new Uint32Array(column.length);
  for (let index = 0; index < values.length; index++) values[index] = column.at(index)!;
  return values;
}
