/** The manifest beside an exported selection: enough to check it and to make it again. */

export interface ManifestSource {
  /** Relative to the manifest. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface ManifestRow {
  readonly row: number;
  /** First byte and number of bytes in the (decompressed) source. */
  readonly byteOffset: number;
  readonly byteLength: number;
}

export interface ManifestTagger {
  readonly tagger: string;
  readonly model: string;
  readonly promptHash: string;
}

/** What the caller knows before the rows are written. */
export interface ManifestFacts {
  readonly selector: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly requested: number;
  readonly seed: number;
  readonly shortfall: number;
  readonly rounds: number;
  readonly coverage: number;
  readonly averageTags: number;
  readonly notes: readonly string[];
  /** Hash of the normalization recipe; null where tags are used as they are. */
  readonly recipeHash: string | null;
  readonly taggers: readonly ManifestTagger[];
  readonly version: string;
}

export interface Manifest extends ManifestFacts {
  readonly format: string;
  /** One sentence on how the bytes of a row were treated. */
  readonly rowBytes: string;
  readonly source: ManifestSource;
  /** All sources, where rows come from several files; row numbers then go on from file to file. */
  readonly sources?: readonly ManifestSource[];
  readonly output: ManifestSource;
  readonly selected: number;
  /** Rows in the order written. */
  readonly rows: readonly ManifestRow[];
  /** Rows that the format cannot hold, with the reason. */
  readonly refused: readonly { readonly row: number; readonly reason: string }[];
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** The manifest as it is written: keys in the order of the interface, one row per line. */
export function manifestText(manifest: Manifest): string {
  const { rows, ...rest } = manifest;
  const head = JSON.stringify(rest, null, 2).slice(0, -2);
  return `${head},\n  "rows": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
}
