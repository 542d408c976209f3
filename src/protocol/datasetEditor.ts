/** The dataset editor: what its page asks of the host, and what the host tells its page. */
import type { Part, Role } from '../core/dataset/conversation';
import type { RowFilter, RowSort } from '../core/dataset/rowFilter';
import type { AbortSignalLike } from '../core/ports';

/** Which queries a tagging command means. Queries that are tagged already are left out unless `isAgain`. */
export type TagScope =
  | { readonly kind: 'rows'; readonly rows: readonly number[]; readonly isAgain?: boolean }
  /** Everything in the current view (filters); the rows on screen first. */
  | { readonly kind: 'view'; readonly first?: readonly number[] }
  /** Besides the rows on screen, so that a sample is seen where the user looks. */
  | {
      readonly kind: 'sample';
      readonly count: number;
      readonly seed: number;
      readonly isStratified: boolean;
      readonly first?: readonly number[];
    }
  | { readonly kind: 'failed' }
  /** The rows on screen first. */
  | { readonly kind: 'all'; readonly first?: readonly number[] };

export interface TagPill {
  /** Normalized name where a vocabulary is in force, else as the tagger wrote it. */
  readonly name: string;
  /** As the tagger wrote it, where that differs. */
  readonly rawName?: string;
  readonly explanation?: string;
  /** The tag was dropped by normalization; shown struck. */
  readonly isDropped?: boolean;
}

export type TagState = 'untagged' | 'running' | 'tagged' | 'failed';
export type RowMark = 'pinned' | 'excluded';

/** A row as the table shows it; texts are capped. */
export interface RowSummary {
  readonly row: number;
  /** First query, at most 400 characters, newlines as spaces. */
  readonly query: string;
  readonly pills: readonly TagPill[];
  readonly tagCount: number;
  readonly tagState: TagState;
  readonly turns: number;
  readonly length: number;
  /** What is wrong with the row, if anything: `unexpected "}" at byte 48,120`. */
  readonly problem?: string;
  readonly isInvalid?: boolean;
  readonly mark?: RowMark;
  /** Position in the current selection, from 1. */
  readonly selectionRank?: number;
  /** Values of the extra columns of the snapshot, in their order. */
  readonly extras?: readonly string[];
}

export interface RowPage {
  /** The view it was read from; pages of older views are dropped. */
  readonly view: number;
  readonly start: number;
  readonly rows: readonly RowSummary[];
}

export interface DetailPart {
  readonly part: Part;
  /** Characters in all where `part.text` was cut; the rest comes with `readPart`. */
  readonly cutFrom?: number;
}

export interface DetailTurn {
  readonly role: Role;
  readonly sourceRole?: string;
  readonly parts: readonly DetailPart[];
  /** For user turns: the query's tags. */
  readonly tags?: QueryTags;
}

export interface QueryTags {
  /** Index among the row's queries. */
  readonly query: number;
  readonly state: TagState;
  readonly pills: readonly TagPill[];
  /** Who tagged it: `all-MiniLM-L6-v2, embedded (preview quality)`. */
  readonly tagger?: string;
  /** Why it failed. */
  readonly problem?: string;
}

export interface RowDetail {
  readonly row: number;
  readonly line?: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly problem?: string;
  /** The invalid row's bytes around the problem, as text, and where in it the problem stands. */
  readonly problemExcerpt?: { readonly text: string; readonly at: number };
  readonly shape: string;
  readonly turns: readonly DetailTurn[];
  readonly chosen?: readonly DetailTurn[];
  readonly rejected?: readonly DetailTurn[];
  readonly tools?: string;
  readonly label?: boolean;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly mark?: RowMark;
  /** Why the current selection holds the row. */
  readonly why?: string;
}

export interface RawRow {
  readonly row: number;
  /** The exact bytes as text; at most 2,000,000 characters, `isCut` where there are more. */
  readonly text: string;
  readonly isCut: boolean;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly line?: number;
}

export interface ViewRequest {
  readonly filters: readonly RowFilter[];
  readonly sort: RowSort | null;
}

/** What is in view after filters and sort. */
export interface ViewSummary extends ViewRequest {
  /** Grows with every view; answers of older views are dropped. */
  readonly view: number;
  readonly rowCount: number;
  /** True while a search through the file is still running; `rowCount` then grows. */
  readonly isSearching: boolean;
  readonly searchedRows?: number;
}

/** Who said how rows are read: the user for this file, or the settings for a glob. */
export type MappingOrigin = 'file' | 'settings';

export interface MappingChoice {
  /** As `--query` takes it. */
  readonly mapping: string;
  readonly label: string;
}

export interface EditorSnapshot {
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** `JSONL`, `JSON array`, `gzip · JSONL`. */
  readonly container: string;
  readonly encoding: string;
  readonly rowCount: number;
  /** False while rows are still being counted: the number is shown as `52,002…`. */
  readonly isIndexed: boolean;
  /** How much of `sizeBytes` has been counted; 0 where that is not known. */
  readonly indexedBytes: number;
  /** True once lengths, turns and languages of all rows are known; sort and filters wait for it. */
  readonly isSurveyed: boolean;
  readonly surveyedRows: number;
  readonly shape: {
    readonly label: string;
    readonly mapping: string;
    readonly confidence: number;
    readonly isChosen: boolean;
  };
  /** Absent where rows are read by detection alone. */
  readonly mappingOrigin?: MappingOrigin;
  readonly mappings: readonly MappingChoice[];
  readonly warnings: readonly string[];
  readonly invalidRowCount: number;
  readonly queryCount: number;
  readonly taggedQueryCount: number;
  readonly failedQueryCount: number;
  readonly tagger: { readonly label: string; readonly isRemote: boolean };
  /** Names of the languages found, most frequent first, for the filter menu. */
  readonly languages: readonly string[];
  readonly selectionName?: string;
  readonly extraColumns?: readonly string[];
  readonly view: ViewSummary;
  readonly tagging: TaggingStatus | null;
}

export interface TaggingStatus {
  readonly state: 'loading' | 'running' | 'paused' | 'stopping' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** Requests that an earlier run had under way when it was cut off, asked again by this one. */
  readonly repeated?: number;
  readonly ratePerSecond: number;
  /** Money spent and allowed, where requests cost money. */
  readonly cost?: number;
  readonly budget?: number;
  readonly tagger: string;
  /** Why it stopped, with the remedy. */
  readonly message?: string;
}

/** A row as its query, its exact text, or a link that leads back to it. */
export type CopyForm = 'query' | 'json' | 'link';

export type EditorCommand =
  | 'openInsights'
  | 'openNormalization'
  | 'openAsText'
  | 'exportSelection'
  | 'selectTagger'
  | 'showProblems'
  | 'openJournal'
  | 'saveMappingForGlob'
  | 'reload';

/** Asked by the page. */
export interface DatasetEditorHost {
  ready(params: { readonly view: ViewRequest | null }): Promise<EditorSnapshot>;
  readPage(params: { readonly view: number; readonly start: number; readonly count: number }): Promise<RowPage>;
  readRow(params: { readonly row: number }): Promise<RowDetail>;
  readRaw(params: { readonly row: number }): Promise<RawRow>;
  /** Full text of a cut part; `where` says in which list the turn stands. */
  readPart(params: {
    readonly row: number;
    readonly where: 'turns' | 'chosen' | 'rejected';
    readonly turn: number;
    readonly part: number;
  }): Promise<{ readonly text: string }>;
  applyView(params: ViewRequest, signal: AbortSignalLike): Promise<ViewSummary>;
  /** Position of a row in the current view, or -1. */
  positionOf(params: { readonly row: number }): Promise<{ readonly position: number }>;
  suggestTags(params: {
    readonly text: string;
    readonly limit: number;
  }): Promise<readonly { readonly tag: string; readonly rows: number }[]>;
  /** The rows that commands of the palette mean: the selected ones, and the one with the focus. */
  focusRows(params: { readonly rows: readonly number[]; readonly focused: number | null }): Promise<void>;
  /** Starts a run; the host asks for consent where the tagger is remote. */
  startTagging(params: { readonly scope: TagScope }): Promise<void>;
  pauseTagging(params: Record<string, never>): Promise<void>;
  resumeTagging(params: Record<string, never>): Promise<void>;
  stopTagging(params: Record<string, never>): Promise<void>;
  dismissTagging(params: Record<string, never>): Promise<void>;
  /** For this file; `null` forgets what was chosen for it. */
  setMapping(params: { readonly mapping: string | null }): Promise<EditorSnapshot>;
  setMark(params: { readonly rows: readonly number[]; readonly mark: RowMark | null }): Promise<void>;
  /** Offers renaming or merging the tag in the normalization recipe. */
  editTag(params: { readonly tag: string; readonly action: 'rename' | 'merge' | 'drop' }): Promise<void>;
  copyRow(params: { readonly row: number; readonly form: CopyForm }): Promise<void>;
  runCommand(params: { readonly command: EditorCommand; readonly row?: number }): Promise<void>;
}

/** Told to the page. */
export interface DatasetEditorPage {
  showDataset(params: { readonly snapshot: EditorSnapshot }): void;
  showTagging(params: {
    readonly status: TaggingStatus | null;
    readonly taggedQueryCount: number;
    readonly failedQueryCount: number;
  }): void;
  /** Rows to read again; `null` means all. */
  rowsChanged(params: { readonly rows: readonly number[] | null }): void;
  showView(params: { readonly view: ViewSummary }): void;
  revealRow(params: { readonly row: number }): void;
  focusFind(params: Record<string, never>): void;
  /** A short message above the rows. */
  showNotice(params: { readonly message: string }): void;
}
