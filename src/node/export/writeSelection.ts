/** Writes a selection's rows beside the target and renames at the end, with the manifest; a partial file never looks complete. */
import type { Conversation } from '../../core/dataset/conversation';
import type { Dataset } from '../../core/dataset/dataset';
import type { Manifest, ManifestFacts } from '../../core/export/manifest';
import type { RowFormat } from '../../core/export/rowFormats';
import type { LongWork } from '../../core/ports';

export interface WriteRequest {
  readonly dataset: Dataset;
  /** In the order to be written. */
  readonly rows: Uint32Array;
  /** Absolute path; `.json` gives a JSON array, everything else one row per line. */
  readonly target: string;
  readonly facts: ManifestFacts;
  /** `source` by default. */
  readonly format?: RowFormat;
  /** Needed by every format but `source`: the row as a conversation, or null where it cannot be read. */
  readonly readConversation?: (bytes: Uint8Array) => Conversation | null;
  /** Tag names per row, to be written with converted rows. */
  readonly tagsOf?: (row: number) => readonly string[];
  /** Milliseconds since the epoch, for the manifest. */
  readonly now?: () => number;
}

export interface WriteResult {
  readonly kind: 'written';
  readonly path: string;
  readonly manifestPath: string;
  readonly manifest: Manifest;
  readonly bytes: number;
}

export interface WriteRefusal {
  readonly kind: 'refused';
  /** What, where and what to do. */
  readonly message: string;
}

/** Streams the rows; expected trouble (target is the source, not writable, disk full) is a value. */
export async function writeSelection(request: WriteRequest, work: LongWork = {}): Promise<WriteResult | WriteRefusal> {
  return { kind: 'refused', message: `Not built yet: ${request.target} ${typeof work}` };
}
