import type { DatasetWarning } from '../../core/dataset/dataset';
import { structuralView, unitBytes } from '../../core/dataset/encoding';
import { inputBytes } from '../../core/dataset/kernel/kernelModule';
import { eachFound, rowScanner, type RowSink } from '../../core/dataset/rowScanner';
import { ReadAhead } from './readAhead';
import type { ScanPlan } from './sniffFile';

/** Bytes from `offset`, in `target` where one is given and that helps; fewer than `length` only at the end. */
export type ReadRange = (offset: number, length: number, target?: Uint8Array) => Promise<Uint8Array> | Uint8Array;

export interface ScanOptions {
  /** Units read in one go; a row of more than that may be cut from its neighbours without a closer look. */
  readonly blockUnits?: number;
  /** After each block: bytes looked at so far. May wait, which holds the scan back. */
  readonly onDidScan?: (bytes: number) => void | Promise<void>;
  /** Ignores a last row that may go on beyond the bytes at hand. */
  readonly isPartial?: boolean;
}

/** Goes through all bytes once and tells `sink` each row in bytes of the (unpacked) file. Memory: four blocks. */
export async function scanRows(
  read: ReadRange,
  plan: ScanPlan,
  sink: RowSink,
  options: ScanOptions = {},
): Promise<readonly DatasetWarning[]> {
  const unit = unitBytes(plan.encoding);
  const toBytes = (units: number) => plan.markBytes + units * unit;
  const add: RowSink['add'] = (offset, length, line) => sink.add(toBytes(offset), length * unit, line);
  const scanner = rowScanner(plan.layout, plan.startLine, {
    add,
    addAll: (found, rowCount, start, line) => {
      if (unit === 1) sink.addAll(found, rowCount, toBytes(start), line);
      else eachFound(found, rowCount, start, line, add);
    },
  });
  const memoryUnits = options.blockUnits === undefined ? inputBytes : 4 * options.blockUnits;
  const memory = scanner.input?.subarray(0, memoryUnits) ?? new Uint8Array(memoryUnits);
  let offset: number | undefined = plan.layout.start;
  while (offset !== undefined) {
    await scanFrom(offset);
    offset = options.isPartial === true ? undefined : scanner.finish();
  }
  return scanner.warnings.map((warning) => ({
    ...warning,
    ...(warning.byteOffset === undefined ? {} : { byteOffset: toBytes(warning.byteOffset) }),
  }));

  async function scanFrom(start: number): Promise<void> {
    const blocks = new ReadAhead(unitReader(), start, memory);
    try {
      for (let at = start; ;) {
        const { bytes: units, isLast } = await blocks.next();
        const rest = scanChunk(units, isLast ? Infinity : blocks.roomBytes);
        if (isLast && rest.length > 0 && options.isPartial !== true) scanner.pushLast(rest);
        at += units.length - rest.length;
        await options.onDidScan?.(toBytes(isLast ? at + rest.length : at));
        if (isLast) return;
        blocks.leave(rest.length);
      }
    } finally {
      await blocks.stop();
    }
  }

  /** Gives what has to come again before the next block: at most `room` units. */
  function scanChunk(units: Uint8Array, room: number): Uint8Array {
    let rest = units.subarray(scanner.push(units));
    while (rest.length > room) {
      const used = scanner.push(rest);
      rest = rest.subarray(used === 0 ? scanner.pushLong(rest) : used);
    }
    return rest;
  }

  /** Reads structural units one block after the other; those of an encoding that is its own view go straight to their place. */
  function unitReader(): (offset: number, target: Uint8Array) => Promise<Uint8Array> {
    const view = structuralView(plan.encoding);
    return async (offset, target) =>
      view(await read(toBytes(offset), target.length * unit, unit === 1 ? target : undefined));
  }
}
