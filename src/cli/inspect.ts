/** `sft-lens inspect`: container, encoding, rows, shape, mapping, problems. */
import type { ContainerFacts } from '../core/dataset/dataset';
import { formatMapping, parseMapping, type QueryMapping } from '../core/dataset/mapping';
import type { ShapeDetection } from '../core/dataset/shape';
import type { InvalidRow, Survey } from '../core/dataset/survey';
import { warningText } from '../core/dataset/warningText';
import type { LongWork } from '../core/ports';
import { detectDatasetShape } from '../node/dataset/detectDatasetShape';
import { DatasetTrouble, openDataset, type FileDataset } from '../node/dataset/openDataset';
import { surveyDataset } from '../node/dataset/survey';

/** The keys of cli.md, and warnings about the file as a whole. */
export interface InspectReport {
  /** `jsonl`, `json-array`, `json-object`, `text`, `parquet`; with `+gzip` or `+zstd`. */
  readonly container: string;
  readonly encoding: string;
  /** Path of keys to the rows of a `json-object`. */
  readonly rowsPath: readonly string[];
  /** All rows, the invalid ones included. */
  readonly rows: number;
  readonly bytes: number;
  readonly shape: string;
  readonly mapping: string;
  readonly confidence: number;
  readonly queries: number;
  readonly invalidRows: readonly InvalidRow[];
  readonly invalidRowCount: number;
  readonly lenientRows: readonly InvalidRow[];
  readonly lenientRowCount: number;
  readonly emptyQueries: number;
  readonly duplicateQueries: number;
  readonly longestRowBytes: number;
  readonly shapes: Survey['shapes'];
  readonly warnings: readonly string[];
}

export interface InspectOptions extends LongWork {
  /** A mapping as text, as `--query` takes it. */
  readonly query?: string;
}

/** Rejects with `DatasetTrouble` where the file cannot be opened. */
export async function inspect(path: string, options: InspectOptions = {}): Promise<InspectReport> {
  const mapping = mappingOf(options.query ?? 'auto');
  const dataset = await openDataset(path, { cancellation: options.cancellation });
  try {
    const survey = await surveyDataset(dataset, mapping, options);
    return reportOf(dataset, survey, mapping, await detectDatasetShape(dataset, mapping));
  } finally {
    await dataset.close();
  }
}

function mappingOf(text: string): QueryMapping {
  const mapping = parseMapping(text);
  if (mapping.kind === 'problem') throw new DatasetTrouble(mapping.message);
  return mapping;
}

function reportOf(
  dataset: FileDataset,
  survey: Survey,
  mapping: QueryMapping,
  detection: ShapeDetection,
): InspectReport {
  const validRows = dataset.rowCount - survey.invalidRowCount;
  const [most] = survey.shapes;
  return {
    container: containerName(dataset.container),
    encoding: dataset.container.encoding,
    rowsPath: dataset.container.rowsPath,
    rows: dataset.rowCount,
    bytes: dataset.container.sizeBytes,
    shape: most?.shape ?? 'unknown',
    mapping: mapping.kind === 'auto' ? detection.mapping : formatMapping(mapping),
    confidence: most === undefined ? 0 : most.rows / validRows,
    queries: survey.queryCount,
    invalidRows: survey.invalidRows,
    invalidRowCount: survey.invalidRowCount,
    lenientRows: survey.lenientRows,
    lenientRowCount: survey.lenientRowCount,
    emptyQueries: survey.emptyQueryCount,
    duplicateQueries: survey.duplicateQueryCount,
    longestRowBytes: survey.longestRowBytes,
    shapes: survey.shapes,
    warnings: dataset.warnings.map(warningText),
  };
}

function containerName({ kind, compression }: ContainerFacts): string {
  return compression === 'gzip' || compression === 'zstd' ? `${kind}+${compression}` : kind;
}
