/** What the extension tells other extensions and tests: read-only facts about the datasets that are open. */
import type { OpenSessions } from './openSessions';

export interface OpenDatasetFacts {
  /** The dataset's URI as text. */
  readonly uri: string;
  /** Rows found so far; final once `isIndexed`. */
  readonly rowCount: number;
  readonly isIndexed: boolean;
  /** Lengths, turns, languages and problems of all rows are known. */
  readonly isSurveyed: boolean;
  /** Rows that are not JSON, once surveyed. */
  readonly invalidRowCount: number;
  readonly encoding: string;
}

export interface ExtensionApi {
  /** Datasets that are open in editors, in the order of opening. */
  openDatasets(): readonly OpenDatasetFacts[];
}

export function extensionApi(sessions: OpenSessions): ExtensionApi {
  return {
    openDatasets: () =>
      sessions.all.map(({ uri, session: { dataset, survey } }) => ({
        uri: uri.toString(),
        rowCount: dataset.rowCount,
        isIndexed: dataset.isIndexed,
        isSurveyed: survey !== null,
        invalidRowCount: survey?.invalidRowCount ?? 0,
        encoding: dataset.container.encoding,
      })),
  };
}
