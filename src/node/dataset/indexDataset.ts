/** The indexing job: what runs in the thread, and what it tells. */
import type { DatasetWarning } from '../../core/dataset/dataset';
import { RowIndexWriter, type SharedIndex } from '../../core/dataset/rowIndex';
import { FileByteSource } from '../files/fileByteSource';
import { SpillingSource } from '../files/spill';
import type { Damage, DamageListener } from '../files/unpack';
import { scanRows, type ReadRange } from './scanRows';
import { contentChunks, type ScanPlan } from './sniffFile';

export interface IndexInput {
  readonly plan: ScanPlan;
  /** Where the unpacked content goes; undefined for plain files. */
  readonly spillPath: string | undefined;
}

export type IndexMessage =
  | {
      readonly kind: 'rows';
      /** What was not told before. */
      readonly grown: SharedIndex;
      /** Bytes of the file, as it lies on the disk, that have been gone through. */
      readonly bytes: number;
    }
  | { readonly kind: 'warnings'; readonly warnings: readonly DatasetWarning[] };

type Send = (message: IndexMessage) => void;

const portionIntervalMs = 100;

/** Indexes the whole file, telling rows at most ten times a second. */
export async function indexRows({ plan, spillPath }: IndexInput, send: Send): Promise<void> {
  const damages: Damage[] = [];
  const source = await openSource(plan, spillPath, (damage) => damages.push(damage));
  const found = new RowIndexWriter();
  let sentAtMs = 0;
  const sendRows = (bytes: number) => {
    sentAtMs = Date.now();
    send({ kind: 'rows', grown: found.shareNew(), bytes });
  };
  let bytesSeen = 0;
  try {
    const warnings = await scanRows(source.read, plan, found, {
      onDidScan: (bytes) => {
        bytesSeen = source.bytesOnDisk(bytes);
        if (Date.now() - sentAtMs >= portionIntervalMs) sendRows(bytesSeen);
      },
    });
    sendRows(bytesSeen);
    send({ kind: 'warnings', warnings: [...damages.map((damage) => placed(damage, found.rowCount)), ...warnings] });
  } catch (error) {
    sendRows(bytesSeen);
    throw error;
  } finally {
    await source.close();
  }
}

/** What a torn stream gave ends with its last row. */
function placed({ message, place }: Damage, rowCount: number): DatasetWarning {
  if (place === 'unknown') return { message };
  if (place !== 'end') return { message, byteOffset: place.byteOffset };
  return { message, ...(rowCount === 0 ? {} : { row: rowCount - 1 }) };
}

interface OpenSource {
  readonly read: ReadRange;
  /** How much of the file was needed for the first `scanned` bytes of its content. */
  readonly bytesOnDisk: (scanned: number) => number;
  close(): Promise<void>;
}

async function openSource(
  plan: ScanPlan,
  spillPath: string | undefined,
  onDamage: DamageListener,
): Promise<OpenSource> {
  if (plan.compression === 'none' || spillPath === undefined) {
    const file = await FileByteSource.open(plan.path);
    return {
      read: (offset, length, target) => file.read(offset, length, target),
      bytesOnDisk: (scanned) => scanned,
      close: () => file.close(),
    };
  }
  let packedBytes = 0;
  const chunks = contentChunks(plan.path, plan.compression, onDamage, (bytes) => (packedBytes += bytes));
  const spill = await SpillingSource.create(spillPath, chunks);
  return {
    read: (offset, length) => spill.read(offset, length),
    bytesOnDisk: () => packedBytes,
    close: () => spill.close(),
  };
}
