/** A session's rows as selectors and measures want them; columns that cost a pass over the file are read once and kept. */
import { plainColumn, type Column } from '../../core/dataset/packedColumn';
import { languageNames, type RowColumns } from '../../core/dataset/rowColumns';
import { queriesOf } from '../../core/dataset/conversation';
import { scalarPaths } from '../../core/dataset/jsonPath';
import type { LongWork } from '../../core/ports';
import type { RowCategory, SelectionData, SelectorName } from '../../core/select/selector';
import type { DatasetSession } from './datasetSession';
import type { EmbedderSource } from './embedderSource';
import { runJob } from '../jobs/runJob';
import { distFolder } from '../jobs/workerPath';
import { readCategories, readNumbers } from './rowValues';
import { tagVectorMethods, rowVectorMethods } from './selectionData';
import { SharedColumns } from './sharedColumns';

export interface DataRequest {
  readonly qualityPath?: string;
  readonly sourcePath?: string;
  readonly withDuplicates?: boolean;
  readonly methods?: readonly SelectorName[];
}

const rowsPerPage = 512;
const mostSources = 200;
/** Embedding takes about a minute per thousand long queries: beyond, selectors compare tag sets and say so. */
const mostEmbeddedRows = 1_000;

export class SessionData {
  private readonly numbers = new Map<string, Promise<Float64Array>>();
  private readonly categories = new Map<string, Promise<RowCategory>>();
  private readonly columns = new SharedColumns();
  private readonly plainColumns = new WeakMap<Column, Uint32Array>();
  private queries: Promise<string[]> | null = null;
  private duplicates: Promise<Uint32Array> | null = null;

  constructor(
    private readonly session: DatasetSession,
    private readonly embedders: EmbedderSource,
  ) {}

  /** Null until the rows are surveyed and normalized. Vectors are left out where no embedder can be had. */
  async build(request: DataRequest, work: LongWork = {}): Promise<SelectionData | null> {
    const { survey } = this.session;
    const normalized = this.session.normalization.current;
    if (survey === null || normalized === null) return null;
    const { columns } = survey;
    const methods = request.methods ?? [];
    const isSmall = this.session.dataset.rowCount <= mostEmbeddedRows;
    const wantsRowVectors = isSmall && methods.some((method) => rowVectorMethods.includes(method));
    const wantsTagVectors = methods.some((method) => tagVectorMethods.includes(method));
    const { names } = normalized.result.vocabulary;
    const { isTagged } = normalized.table;
    return this.columns.share({
      tags: normalized.rowTags,
      tagNames: names,
      ...(isTagged === undefined ? {} : { isCandidate: isTagged }),
      ...this.lengthsOf(columns),
      language: { names: [...languageNames], ids: this.plain(columns.language) },
      ...(request.qualityPath ? { quality: await this.quality(request.qualityPath, work) } : {}),
      ...(request.sourcePath ? { source: await this.source(request.sourcePath, work) } : {}),
      ...(request.withDuplicates ? { duplicateOf: await this.duplicateGroups(work) } : {}),
      ...(wantsRowVectors ? await this.vectors('rowVectors', await this.firstQueries(work), work) : {}),
      ...(wantsTagVectors ? await this.vectors('tagVectors', names, work) : {}),
    });
  }

  private lengthsOf({ queryLength, answerLength, length }: RowColumns) {
    return {
      queryLength: this.plain(queryLength),
      answerLength: this.plain(answerLength),
      length: this.plain(length),
    };
  }

  /** Selectors and measures read plain arrays; each is made once. */
  private plain(column: Column): Uint32Array {
    const plain = this.plainColumns.get(column) ?? plainColumn(column);
    this.plainColumns.set(column, plain);
    return plain;
  }

  /** Paths of the first rows that hold numbers, and those that hold few different short texts. */
  paths(): { readonly numeric: string[]; readonly categorical: string[] } {
    const numeric = new Set<string>();
    const texts = new Map<string, Set<string>>();
    for (const row of this.session.headValues()) {
      for (const { path, value } of scalarPaths(row)) {
        if (typeof value === 'number') numeric.add(path);
        else texts.set(path, (texts.get(path) ?? new Set()).add(value));
      }
    }
    const rows = this.session.headValues().length;
    const categorical = [...texts].filter(([, values]) => values.size <= Math.max(3, rows / 4)).map(([path]) => path);
    return { numeric: [...numeric], categorical };
  }

  quality(path: string, work?: LongWork): Promise<Float64Array> {
    return once(this.numbers, path, async () => (await readNumbers(this.session.dataset, path, work)).values);
  }

  /** Sources beyond the first 200 are one. */
  source(path: string, work?: LongWork): Promise<RowCategory> {
    return once(this.categories, path, async () => {
      const { names, ids } = await readCategories(this.session.dataset, path, work);
      if (names.length <= mostSources) return { names, ids };
      const kept = [...names.slice(0, mostSources), '(other)'];
      return { names: kept, ids: Uint32Array.from(ids, (id) => Math.min(id, mostSources)) };
    });
  }

  /** Found once, on a thread: seconds for hundreds of thousands of rows. */
  private duplicateGroups(work: LongWork): Promise<Uint32Array> {
    this.duplicates ??= this.firstQueries(work)
      .then((texts) => runJob('duplicates', { texts }, { distFolder: distFolder(), onProgress: work.onProgress }))
      .catch((error: unknown) => {
        this.duplicates = null;
        throw error;
      });
    return this.duplicates;
  }

  private firstQueries(work: LongWork): Promise<string[]> {
    this.queries ??= this.readQueries(work).catch((error: unknown) => {
      this.queries = null;
      throw error;
    });
    return this.queries;
  }

  private async readQueries(work: LongWork): Promise<string[]> {
    const { session } = this;
    const { dataset } = session;
    const queries: string[] = [];
    for (let start = 0; start < dataset.rowCount; start += rowsPerPage) {
      work.cancellation?.throwIfAborted();
      for (const { bytes } of await dataset.readRows(start, rowsPerPage)) {
        const row = session.readBytes(bytes);
        queries.push(row.kind === 'row' ? (queriesOf(row.conversation)[0] ?? '') : '');
      }
    }
    return queries;
  }

  private async vectors(
    key: 'rowVectors' | 'tagVectors',
    texts: readonly string[],
    work: LongWork,
  ): Promise<Pick<SelectionData, 'rowVectors' | 'tagVectors'>> {
    const embedder = await this.embedders.open().catch(() => null);
    if (embedder === null) return {};
    return { [key]: { width: embedder.width, values: await embedder.embed(texts, work) } };
  }
}

/** The value under the key, made once; a failure is not kept. */
function once<T>(kept: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  return made;
}
