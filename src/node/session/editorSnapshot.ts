/** What the dataset editor's toolbar and status show of a session. */
import type { ContainerFacts } from '../../core/dataset/dataset';
import { formatMapping } from '../../core/dataset/mapping';
import { languageNames } from '../../core/dataset/rowColumns';
import { warningText } from '../../core/dataset/warningText';
import { shapeNames } from '../../core/dataset/shapeNames';
import path from 'node:path';
import type {
  EditorSnapshot,
  MappingChoice,
  MappingOrigin,
  TaggingStatus,
  ViewSummary,
} from '../../protocol/datasetEditor';
import type { DatasetSession } from './datasetSession';

const kindNames: Readonly<Record<ContainerFacts['kind'], string>> = {
  jsonl: 'JSONL',
  'json-array': 'JSON array',
  'json-object': 'JSON object',
  text: 'text lines',
  parquet: 'Parquet',
  empty: 'empty',
};

export interface SnapshotContext {
  readonly view: ViewSummary;
  readonly tagging: TaggingStatus | null;
  readonly tagger: { readonly label: string; readonly isRemote: boolean };
  readonly selectionName?: string;
  readonly mappingOrigin?: MappingOrigin;
  /** Besides those of the file and of its journal. */
  readonly warnings?: readonly string[];
}

export function editorSnapshot(session: DatasetSession, context: SnapshotContext): EditorSnapshot {
  const { dataset, survey } = session;
  const { taggedQueryCount, failedQueryCount } = taggedCounts(session);
  return {
    name: path.basename(session.path),
    path: session.path,
    sizeBytes: dataset.container.sizeBytes,
    container: containerName(dataset.container),
    encoding: dataset.container.encoding,
    rowCount: dataset.rowCount,
    isIndexed: dataset.isIndexed || dataset.hasStopped,
    indexedBytes: dataset.indexedBytes,
    isSurveyed: survey !== null,
    surveyedRows: session.surveyedRows,
    shape: shapeOf(session),
    mappings: mappingChoices(),
    invalidRowCount: survey?.invalidRowCount ?? 0,
    queryCount: survey?.queryCount ?? 0,
    taggedQueryCount,
    failedQueryCount,
    languages: survey === null ? [] : languagesOf(survey.languageCounts),
    ...context,
    warnings: [...dataset.warnings.map(warningText), ...session.tags.journal.warnings, ...(context.warnings ?? [])],
  };
}

/** Queries tagged and failed under the tagger that is shown. */
export function taggedCounts(session: DatasetSession): { taggedQueryCount: number; failedQueryCount: number } {
  const { tags } = session;
  if (tags.source.kind === 'field') {
    const taggedQueryCount = session.survey === null ? 0 : tags.fieldTaggedCount;
    return { taggedQueryCount, failedQueryCount: tags.unreadableCount };
  }
  const { layer, layers } = tags.journal.store;
  const shown = layers.find(({ identity }) => identity === layer || JSON.stringify(identity) === JSON.stringify(layer));
  return { taggedQueryCount: shown?.taggedCount ?? 0, failedQueryCount: shown?.failedCount ?? 0 };
}

function shapeOf(session: DatasetSession): EditorSnapshot['shape'] {
  const { mapping } = session;
  const detection = session.detection();
  const isChosen = mapping.kind !== 'auto';
  const label =
    mapping.kind === 'shape' ? mapping.shape : mapping.kind === 'fields' ? formatMapping(mapping) : detection.shape;
  return {
    label,
    mapping: isChosen ? formatMapping(mapping) : detection.mapping,
    confidence: isChosen ? 1 : detection.confidence,
    isChosen,
  };
}

function mappingChoices(): MappingChoice[] {
  return [
    { mapping: 'auto', label: 'auto' },
    ...shapeNames
      .filter((name) => name !== 'unknown' && name !== 'mapped')
      .map((name) => ({ mapping: name, label: name })),
  ];
}

/** `JSONL`, `gzip · JSON array`, `JSON object (rows in data.items)`. */
export function containerName({ kind, compression, rowsPath }: ContainerFacts): string {
  const name = rowsPath.length === 0 ? kindNames[kind] : `${kindNames[kind]} (rows in ${rowsPath.join('.')})`;
  return compression === 'none' || compression === 'parquet' ? name : `${compression} · ${name}`;
}

function languagesOf(counts: readonly number[]): string[] {
  return languageNames
    .map((name, code) => ({ name, count: counts[code]! }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map(({ name }) => name);
}
