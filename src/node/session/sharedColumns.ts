/** Columns in shared memory: moved there once, then every thread reads them without a copy. */
import type { SelectionData } from '../../core/select/selector';

type Column = Uint8Array | Uint32Array | Float32Array | Float64Array;

export class SharedColumns {
  private readonly known = new WeakMap<Column, Column>();

  /** The same data over shared arrays; a column that was seen before is the same array as before. */
  share(data: SelectionData): SelectionData {
    const { tags, source, language, rowVectors, tagVectors } = data;
    return {
      ...data,
      tags: { offsets: this.shared(tags.offsets), tagIds: this.shared(tags.tagIds) },
      ...(data.isCandidate === undefined ? {} : { isCandidate: this.shared(data.isCandidate) }),
      ...(data.quality === undefined ? {} : { quality: this.shared(data.quality) }),
      ...(data.queryLength === undefined ? {} : { queryLength: this.shared(data.queryLength) }),
      ...(data.answerLength === undefined ? {} : { answerLength: this.shared(data.answerLength) }),
      ...(data.length === undefined ? {} : { length: this.shared(data.length) }),
      ...(data.duplicateOf === undefined ? {} : { duplicateOf: this.shared(data.duplicateOf) }),
      ...(source === undefined ? {} : { source: { ...source, ids: this.sharedIds(source.ids) } }),
      ...(language === undefined ? {} : { language: { ...language, ids: this.sharedIds(language.ids) } }),
      ...(rowVectors === undefined ? {} : { rowVectors: { ...rowVectors, values: this.shared(rowVectors.values) } }),
      ...(tagVectors === undefined ? {} : { tagVectors: { ...tagVectors, values: this.shared(tagVectors.values) } }),
    };
  }

  private sharedIds(ids: ArrayLike<number>): ArrayLike<number> {
    return ids instanceof Uint8Array || ids instanceof Uint32Array ? this.shared(ids) : ids;
  }

  private shared<T extends Column>(column: T): T;
  private shared(column: Column): Column {
    const known = this.known.get(column);
    if (known !== undefined) return known;
    const copy = column.buffer instanceof SharedArrayBuffer ? column : sharedCopy(column);
    this.known.set(column, copy);
    this.known.set(copy, copy);
    return copy;
  }
}

function sharedCopy(column: Column): Column {
  const buffer = new SharedArrayBuffer(column.byteLength);
  new Uint8Array(buffer).set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  if (column instanceof Uint8Array) return new Uint8Array(buffer);
  if (column instanceof Uint32Array) return new Uint32Array(buffer);
  return column instanceof Float32Array ? new Float32Array(buffer) : new Float64Array(buffer);
}
