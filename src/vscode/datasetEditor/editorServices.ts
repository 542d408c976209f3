/** What an editor needs of the rest of the extension. */
import type * as vscode from 'vscode';
import type { DatasetSession } from '../../node/session/datasetSession';
import type { EditorCommand, TagScope } from '../../protocol/datasetEditor';
import type { SelectionStore } from '../insights/selectionStore';
import type { MappingMemory } from '../mappingMemory';
import type { OpenDataset } from '../openSessions';
import type { TaggerChoice } from '../taggers/taggerChoice';

export interface TagSuggestion {
  readonly tag: string;
  readonly rows: number;
}

export interface EditorServices {
  readonly taggers: TaggerChoice;
  readonly selections: SelectionStore;
  /** `rowsInView` is null where every row is in view. */
  readonly startTagging: (dataset: OpenDataset, scope: TagScope, rowsInView: readonly number[] | null) => Promise<void>;
  readonly suggestTags: (session: DatasetSession, text: string, limit: number) => readonly TagSuggestion[];
  readonly mappings: MappingMemory;
  readonly editTag: (dataset: OpenDataset, tag: string, action: 'rename' | 'merge' | 'drop') => Promise<void>;
  readonly runCommand: (dataset: OpenDataset, command: EditorCommand, row?: number) => Promise<void>;
  /** A read found that the file is no longer what it was. */
  readonly noteChange: (uri: vscode.Uri) => void;
  readonly onError: (error: Error) => void;
}
