import type { DatasetWarning } from '../../core/dataset/dataset';
import { structuralView, unitBytes } from '../../core/dataset/encoding';
import { kernelBytes } from '../../core/dataset/kernel/kernelModule';
import { rowScanner, type RowSink } from '../../core/dataset/rowScanner';
import type { ScanPlan } from './sniffFile';

/** Bytes from `offset`, in `target` where one is given and that helps; fewer than `length` only at the end. */
export type ReadRange = (offset: number, length: number, target?: Uint8Array) => Promise<Uint8Array> | Uint8Array;

export interface ScanOptions {
  readonly chunkBytes?: number;
  /** After each chunk: bytes looked at so far. May wait, which holds the scan back. */
  readonly onDidScan?: (bytes: number) => void | Promise<void>;
  /** Ignores a last row that may go on beyond the bytes at hand. */
  readonly isPartial?: boolean;
}

/** Goes through all bytes once and tells `sink` each row in bytes of the (unpacked) file. Memory: two chunks. */
export async function scanRows(
  read: ReadRange,
  plan: ScanPlan,
  sink: RowSink,
  options: ScanOptions = {},
): Promise<readonly DatasetWarning[]> {
  const unit = unitBytes(plan.encoding);
  const toBytes = (units: number) => plan.markBytes + units * unit;
  const scanner = rowScanner(plan.layout, plan.startLine, (offset, length, line) =>
    sink(toBytes(offset), length * unit, line),
  );
  const chunkBytes = options.chunkBytes ?? kernelBytes * unit;
  const target = scanner.input?.length === chunkBytes && unit === 1 ? scanner.input : undefined;
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
    let view = structuralView(plan.encoding);
    for (let at = start; ;) {
      const bytes = await read(toBytes(at), chunkBytes, target);
      const isLast = bytes.length < chunkBytes;
      const units = view(bytes);
      let used = scanner.push(units);
      if (used === 0 && !isLast) used = scanner.pushLong(units);
      if (isLast && used < units.length && options.isPartial !== true) scanner.pushLast(units.subarray(used));
      at += used;
      await options.onDidScan?.(toBytes(at));
      if (isLast) return;
      if (used < units.length) view = structuralView(plan.encoding);
    }
  }
}
