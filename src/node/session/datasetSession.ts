/** One open dataset with everything that belongs to it: rows, survey, tags, normalization, marks. No editor in sight. */
import { Emitter } from '../../core/emitter';
import type { Dataset, DecodeRow, RowBytes } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { ReadRow } from '../../core/dataset/rowReader';
import { readConversation, summarize, type ShapeDetection } from '../../core/dataset/shape';
import type { Survey } from '../../core/dataset/survey';
import { parseRow, type JsonValue } from '../../core/dataset/rowJson';
import type { Log } from '../../core/ports';
import { isCancelled } from '../../protocol/cancelSource';
import { rowDecoder, rowReaderOf } from '../dataset/decodeRow';
import { openDataset, type FileDataset } from '../dataset/openDataset';
import { surveyDataset } from '../dataset/survey';
import type { FileFate } from '../files/fileStamp';
import type { TagJournal } from '../tagging/tagJournal';
import { openTagJournalIfUsable } from '../tagging/unusableJournal';
import type { EmbedderSource } from './embedderSource';
import { detectTagsField } from './fieldTags';
import { RowLists } from './rowLists';
import { RowSearches } from './rowView';
import { SessionNormalization } from './sessionNormalization';
import { SessionTags } from './sessionTags';

export type SessionChange = 'rows' | 'survey' | 'mapping' | 'tags' | 'normalization' | 'marks' | 'tagging';
export type Mark = 'pinned' | 'excluded';

export interface SessionOptions {
  readonly path: string;
  readonly mapping: QueryMapping;
  readonly distFolder: string;
  readonly spillFolder?: string;
  /** Where journals go that cannot lie beside their dataset. */
  readonly storageFolder: string;
  /** In place of the journal beside the dataset. */
  readonly journalPath?: string;
  readonly embedders: EmbedderSource;
  readonly log: Log;
}

const rowsToDetectFrom = 200;
/** Rows are counted once the first screen had time to appear. */
const firstScreenMs = 500;

export class DatasetSession {
  private readonly changes = new Emitter<SessionChange>();
  /** Something changed; tagging and counting tell at most ten times a second. */
  readonly onDidChange = this.changes.event;
  private currentMapping: QueryMapping;
  private currentSurvey: Survey | null = null;
  private surveying: AbortController | null = null;
  private currentSurveyedRows = 0;
  readonly marks = new Map<number, Mark>();
  readonly decode: DecodeRow;
  readonly searches: RowSearches;
  readonly rowLists = new RowLists();
  readonly normalization: SessionNormalization;
  /** Set by whoever runs a tagger on the session; the semantic step waits meanwhile. */
  isTagging = false;
  /** False once a later session on the same file has taken the journal over. */
  private ownsJournal = true;
  private reader: (bytes: Uint8Array) => ReadRow;

  private constructor(
    readonly dataset: FileDataset,
    private head: readonly JsonValue[],
    readonly tags: SessionTags,
    private readonly options: SessionOptions,
  ) {
    this.currentMapping = options.mapping;
    this.reader = rowReaderOf(dataset.container, options.mapping);
    this.decode = rowDecoder(dataset.container);
    this.searches = new RowSearches(dataset);
    this.normalization = new SessionNormalization({
      distFolder: options.distFolder,
      embedders: options.embedders,
      table: () =>
        this.currentSurvey === null || this.tags.isEmpty ? null : this.tags.table(this.currentSurvey.columns),
      isBusy: () => this.isTagging,
      onError: (error) => options.log.error(`The tags could not be normalized: ${String(error)}`),
    });
  }

  /** Settles as soon as the first rows can be shown; the survey goes on. */
  static async open(options: SessionOptions): Promise<DatasetSession> {
    const session = await DatasetSession.over(options, () =>
      openTagJournalIfUsable({
        datasetPath: options.path,
        storageFolder: options.storageFolder,
        isFollowing: true,
        log: options.log,
        ...(options.journalPath === undefined ? {} : { journalPath: options.journalPath }),
      }),
    );
    session.start(session.usualTagsField());
    return session;
  }

  private static async over(options: SessionOptions, journal: () => Promise<TagJournal>): Promise<DatasetSession> {
    const spill = options.spillFolder === undefined ? {} : { spillFolder: options.spillFolder };
    const dataset = await openDataset(options.path, { ...spill, indexDelayMs: firstScreenMs });
    try {
      const head = await headOf(dataset);
      return new DatasetSession(dataset, head, new SessionTags(dataset, await journal()), options);
    } catch (error) {
      await dataset.close();
      throw error;
    }
  }

  /**
   * The file as it is now, under the same mapping and recipe and with the same journal; this session is then to be
   * closed. Marks and tags of rows stay where the file only grew. Rejects, and changes nothing, where it cannot be opened.
   */
  async reopen(): Promise<DatasetSession> {
    const options = { ...this.options, mapping: this.mapping };
    const next = await DatasetSession.over(options, () => Promise.resolve(this.tags.journal));
    this.ownsJournal = false;
    next.normalization.continueFrom(this.normalization);
    if ((await this.dataset.fate()) === 'grown') next.continueRows(this);
    const { source } = this.tags;
    next.start(source.kind === 'field' ? source.path : null);
    return next;
  }

  /** Rows keep their numbers, so what is known of them stays. */
  private continueRows(earlier: DatasetSession): void {
    for (const [row, mark] of earlier.marks) this.marks.set(row, mark);
    this.rowLists.continueFrom(earlier.rowLists);
  }

  /** What became of the file since it was opened. */
  fate(): Promise<FileFate> {
    return this.dataset.fate();
  }

  get path(): string {
    return this.options.path;
  }

  get mapping(): QueryMapping {
    return this.currentMapping;
  }

  get survey(): Survey | null {
    return this.currentSurvey;
  }

  get surveyedRows(): number {
    return this.currentSurveyedRows;
  }

  /** How the first rows read under the mapping in force. */
  detection(): ShapeDetection {
    return summarize(this.head.map((value) => readConversation(value, this.mapping)));
  }

  /** The first rows as values, for examples of a mapping and of paths. */
  headValues(): readonly JsonValue[] {
    return this.head;
  }

  async readOne(row: number): Promise<{ readonly bytes: RowBytes; readonly read: ReadRow } | null> {
    const [bytes] = await this.dataset.readRows(row, 1);
    return bytes === undefined ? null : { bytes, read: this.readBytes(bytes.bytes) };
  }

  /** Interprets the bytes of a row of this dataset. */
  readBytes(bytes: Uint8Array): ReadRow {
    return this.reader(bytes);
  }

  /** Reads the rows another way: the survey starts anew. */
  useMapping(mapping: QueryMapping): void {
    this.currentMapping = mapping;
    this.reader = rowReaderOf(this.dataset.container, mapping);
    this.currentSurvey = null;
    this.changes.fire('mapping');
    this.startSurvey();
  }

  setMark(rows: readonly number[], mark: Mark | null): void {
    for (const row of rows) {
      if (mark === null) this.marks.delete(row);
      else this.marks.set(row, mark);
    }
    this.changes.fire('marks');
  }

  /** Settles when the survey is there, or null where it failed or the session was closed. */
  whenSurveyed(): Promise<Survey | null> {
    if (this.currentSurvey !== null || this.surveying === null) return Promise.resolve(this.currentSurvey);
    return new Promise((resolve) => {
      const stop = this.onDidChange((change) => {
        if (change !== 'survey' || (this.currentSurvey === null && this.surveying !== null)) return;
        stop();
        resolve(this.currentSurvey);
      });
    });
  }

  notifyTagging(): void {
    this.changes.fire('tagging');
  }

  async close(): Promise<void> {
    this.surveying?.abort();
    this.surveying = null;
    this.normalization.dispose();
    this.changes.fire('survey');
    this.changes.clear();
    this.tags.dispose();
    if (this.ownsJournal) await this.tags.journal.close();
    await this.dataset.close();
  }

  private start(tagsField: string | null): void {
    this.dataset.onDidGrow(() => this.changes.fire('rows'));
    this.tags.onDidChange(() => {
      this.normalization.schedule();
      this.changes.fire('tags');
    });
    this.normalization.onDidChange(() => this.changes.fire('normalization'));
    if (tagsField !== null) this.adoptTagsField(tagsField);
    this.startSurvey();
    if (this.head.length === 0) this.readHeadLater();
  }

  /** A first row that is longer than what is read at once is there only with the index. */
  private readHeadLater(): void {
    const read = async () => {
      await this.dataset.whenIndexed();
      this.head = await headOf(this.dataset);
      this.changes.fire('rows');
    };
    read().catch((error: unknown) => {
      if (!isCancelled(error))
        this.options.log.warn(`The first rows of ${this.path} could not be read: ${String(error)}`);
    });
  }

  /** The field of rows that bring their own tags; they are shown as long as the journal is empty. */
  private usualTagsField(): string | null {
    return this.tags.journal.store.layers.length > 0 ? null : detectTagsField(this.head);
  }

  private adoptTagsField(field: string): void {
    this.tags.useField(field).catch((error: unknown) => {
      if (!isCancelled(error)) this.options.log.warn(`Tags in "${field}" could not be read: ${String(error)}`);
    });
  }

  private startSurvey(): void {
    this.surveying?.abort();
    const surveying = new AbortController();
    this.surveying = surveying;
    this.currentSurveyedRows = 0;
    const onProgress = (done: number) => {
      if (surveying.signal.aborted) return;
      this.currentSurveyedRows = done;
      this.changes.fire('survey');
    };
    surveyDataset(this.dataset, this.mapping, { cancellation: surveying.signal, onProgress }).then(
      (survey) => this.acceptSurvey(surveying, survey),
      (error: unknown) => this.refuseSurvey(surveying, error),
    );
  }

  private acceptSurvey(surveying: AbortController, survey: Survey): void {
    if (surveying.signal.aborted) return;
    this.surveying = null;
    this.currentSurvey = survey;
    this.currentSurveyedRows = survey.columns.rowCount;
    this.normalization.schedule();
    this.changes.fire('survey');
  }

  private refuseSurvey(surveying: AbortController, error: unknown): void {
    if (surveying.signal.aborted || isCancelled(error)) return;
    this.surveying = null;
    this.options.log.error(
      `${this.path} could not be read to the end: ${error instanceof Error ? error.message : String(error)}`,
    );
    this.changes.fire('survey');
  }
}

async function headOf(dataset: Dataset): Promise<JsonValue[]> {
  const decode = rowDecoder(dataset.container);
  const rows = await dataset.readRows(0, rowsToDetectFrom);
  return rows.flatMap(({ bytes }) => {
    const parsed = parseRow(decode(bytes), dataset.container.encoding);
    return parsed.kind === 'value' ? [parsed.value] : [];
  });
}
