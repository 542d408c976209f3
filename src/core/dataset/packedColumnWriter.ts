/** Builds a packed column value by value: time O(values), and 32 kB beside the column itself. */
import { blockRows, PackedColumn, type ColumnPart, type PackedBlock, type PackedRest } from './packedColumn';

const slabBytes = 1 << 18;

/** Cuts small arrays out of large pieces of shared memory: thousands of separate ones would cost more than they hold. */
class Slabs {
  private slab = new SharedArrayBuffer(0);
  private used = 0;

  take(bytes: number): { readonly buffer: SharedArrayBuffer; readonly offset: number } {
    if (this.used + bytes > this.slab.byteLength) {
      this.slab = new SharedArrayBuffer(Math.max(slabBytes, bytes));
      this.used = 0;
    }
    const offset = this.used;
    this.used += (bytes + 7) & ~7;
    return { buffer: this.slab, offset };
  }
}

export class PackedColumnWriter {
  private readonly blocks: PackedBlock[] = [];
  private readonly pending = new Float64Array(blockRows);
  private pendingCount = 0;
  private readonly slabs = new Slabs();

  get length(): number {
    return this.blocks.length * blockRows + this.pendingCount;
  }

  push(value: number): void {
    this.pending[this.pendingCount++] = value;
    if (this.pendingCount < blockRows) return;
    this.blocks.push(packed(this.pending, this.slabs));
    this.pendingCount = 0;
  }

  /** Whole blocks from number `from` on, and what has been begun after them. */
  share(from = 0): ColumnPart {
    const blocks = this.blocks.slice(from);
    if (this.pendingCount > 0) blocks.push(packed(this.pending.subarray(0, this.pendingCount), new Slabs()));
    return { from, blocks, length: this.length };
  }

  /** How many blocks are whole, and will not be shared anew from here on. */
  get wholeBlocks(): number {
    return this.blocks.length;
  }

  finish(): PackedColumn {
    return new PackedColumn(this.share());
  }
}

function packed(values: Float64Array, slabs: Slabs): PackedBlock {
  const { step, base, range } = lineUnder(values);
  if (range === 0) return { base, step, rest: null };
  const rest = emptyRest(range, values.length, slabs);
  for (let at = 0; at < values.length; at++) rest[at] = values[at]! - base - Math.floor(step * at);
  return { base, step, rest };
}

interface LineUnder {
  readonly step: number;
  readonly base: number;
  /** The most that is left over. */
  readonly range: number;
}

/** A level line or one through both ends, whichever leaves less over. */
function lineUnder(values: Float64Array): LineUnder {
  const rise = values[values.length - 1]! - values[0]!;
  const inclined = rise === 0 ? undefined : levelled(values, rise / (values.length - 1));
  // A level line leaves the whole rise.
  if (inclined !== undefined && inclined.range < Math.abs(rise)) return inclined;
  const level = levelled(values, 0);
  return inclined !== undefined && inclined.range < level.range ? inclined : level;
}

function levelled(values: Float64Array, step: number): LineUnder {
  let least = Infinity;
  let most = -Infinity;
  for (let at = 0; at < values.length; at++) {
    const left = values[at]! - Math.floor(step * at);
    if (left < least) least = left;
    if (left > most) most = left;
  }
  return { step, base: least, range: most - least };
}

function emptyRest(range: number, count: number, slabs: Slabs): PackedRest {
  const width = range < 2 ** 8 ? 1 : range < 2 ** 16 ? 2 : range < 2 ** 32 ? 4 : 8;
  const { buffer, offset } = slabs.take(width * count);
  switch (width) {
    case 1:
      return new Uint8Array(buffer, offset, count);
    case 2:
      return new Uint16Array(buffer, offset, count);
    case 4:
      return new Uint32Array(buffer, offset, count);
    case 8:
      return new Float64Array(buffer, offset, count);
  }
}
