/** What the Insights page shows when it opens, and why it may have nothing to show. */
import path from 'node:path';
import * as vscode from 'vscode';
import { jointVocabularySize } from '../../core/measure/alignProfiles';
import { judgedColumn } from '../../core/select/judgingChoice';
import { candidateCount } from '../../node/session/selectionData';
import { datasetPoint, pointCounts, selectorChoices, type insightFigures } from '../../node/session/insightsModel';
import type { DatasetPoint, InsightsSnapshot } from '../../protocol/insights';
import type { SelectionData } from '../../core/select/selector';
import { usualSize } from '../../core/select/usualSize';
import type { OpenDataset, OpenSessions } from '../openSessions';
import type { InsightsWork } from './insightsWork';
import type { SelectionStore } from './selectionStore';

export type EmptyReason = 'noDataset' | 'noTags' | 'reading' | 'nothingLeft';

export interface SnapshotParts {
  readonly sessions: OpenSessions;
  readonly dataset: OpenDataset;
  readonly data: SelectionData;
  readonly figures: Awaited<ReturnType<typeof insightFigures>>;
  readonly work: InsightsWork;
  readonly selections: SelectionStore;
  readonly selectionSize: number;
}

const idOf = ({ uri }: OpenDataset) => uri.toString();
const nameOf = ({ uri }: OpenDataset) => path.basename(uri.fsPath);

function listed({ all }: OpenSessions) {
  return all.map((dataset) => ({ id: idOf(dataset), name: nameOf(dataset) }));
}

export function emptySnapshot(
  sessions: OpenSessions,
  reason: EmptyReason,
  dataset: OpenDataset | null,
): InsightsSnapshot {
  return {
    dataset: dataset === null ? null : { id: idOf(dataset), name: nameOf(dataset) },
    datasets: listed(sessions),
    empty: emptyText(reason),
    selectors: [],
    qualityPaths: [],
    sourcePaths: [],
    defaultN: 0,
    maximumN: 0,
  };
}

function emptyText(reason: EmptyReason): NonNullable<InsightsSnapshot['empty']> {
  switch (reason) {
    case 'noDataset':
      return {
        reason: vscode.l10n.t('No dataset is open.'),
        actions: [{ label: vscode.l10n.t('Open the Example'), command: 'openExample' }],
      };
    case 'noTags':
      return {
        reason: vscode.l10n.t('The queries of this dataset have no tags yet.'),
        actions: [
          { label: vscode.l10n.t('Tag a Sample…'), command: 'tagSample' },
          { label: vscode.l10n.t('Tag All Rows'), command: 'tagAll' },
        ],
      };
    case 'reading':
      return { reason: vscode.l10n.t('Rows are being read and tags normalized…') };
    case 'nothingLeft':
      return {
        reason: vscode.l10n.t('Normalization leaves no tag: every tag is rarer than the frequency threshold.'),
        actions: [{ label: vscode.l10n.t('Normalize Tags'), command: 'openNormalization' }],
      };
  }
}

export async function snapshotOf(parts: SnapshotParts): Promise<InsightsSnapshot> {
  const { sessions, dataset, data, figures, work, selections, selectionSize } = parts;
  const paths = work.sessionData(dataset.session).paths();
  const maximumN = candidateCount(data);
  const selection = selections.of(dataset.uri);
  return {
    dataset: { id: idOf(dataset), name: nameOf(dataset) },
    datasets: listed(sessions),
    ...figures,
    datasetPoints: await points(parts),
    selectors: selectorChoices(data, paths),
    qualityPaths: [...paths.numeric, ...(await judgedColumns(parts))],
    sourcePaths: paths.categorical,
    ...(selection === null ? {} : { selection: selection.summary }),
    defaultN: usualSize(selectionSize, maximumN),
    maximumN,
  };
}

/** Scores that models gave to rows, as quality columns. */
async function judgedColumns({ work, dataset }: SnapshotParts): Promise<string[]> {
  return (await work.judged(dataset.session).judges()).map(judgedColumn);
}

/** Every open dataset and the selection, over the tags of all of them together. */
async function points({ sessions, dataset, work, selections }: SnapshotParts): Promise<DatasetPoint[]> {
  const known: { readonly dataset: OpenDataset; readonly data: SelectionData }[] = [];
  for (const open of sessions.all) {
    const data = await work.data(open.session, {});
    if (data !== null && data.tags.tagIds.length > 0) known.push({ dataset: open, data });
  }
  const vocabularySize = jointVocabularySize(known.map(({ data }) => data.tagNames));
  const drawn = known.map((entry) =>
    datasetPoint(idOf(entry.dataset), nameOf(entry.dataset), work.pointCounts(entry.data), vocabularySize),
  );
  const selection = selections.of(dataset.uri);
  const own = known.find((entry) => entry.dataset === dataset);
  if (selection === null || own === undefined) return drawn;
  const point = datasetPoint(
    `${idOf(dataset)}#selection`,
    vscode.l10n.t('selection'),
    pointCounts(own.data, selection.selection.rows),
    vocabularySize,
  );
  return [...drawn, { ...point, isSelection: true }];
}
