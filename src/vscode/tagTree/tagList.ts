/** The tags of the tree: names with counts, in view and in all, filtered and sorted. Columns of ids; nothing per row. */
import type { DatasetSession } from '../../node/session/datasetSession';
import { membersOf } from '../../core/normalize/vocabulary';

export type TagOrder = 'count' | 'name' | 'rarity';

export interface TagEntry {
  readonly id: number;
  readonly name: string;
  /** Rows that carry it. */
  readonly rows: number;
}

export interface RawTag {
  readonly name: string;
  readonly queries: number;
}

export class TagList {
  private readonly rowCounts: Uint32Array;

  constructor(private readonly session: DatasetSession) {
    const normalized = session.normalization.current;
    this.rowCounts = new Uint32Array(normalized?.result.vocabulary.names.length ?? 0);
    for (const id of normalized?.rowTags.tagIds ?? []) this.rowCounts[id]!++;
  }

  /** Tags whose name, or a raw variant of it, holds `text`; ids run by count, so order `count` needs no sort. */
  entries(text: string, order: TagOrder): TagEntry[] {
    const vocabulary = this.session.normalization.current?.result.vocabulary;
    if (vocabulary === undefined) return [];
    const wanted = text.trim().toLowerCase();
    const holds = (id: number, name: string) =>
      wanted === '' ||
      name.toLowerCase().includes(wanted) ||
      membersOf(vocabulary, id).some((raw) => vocabulary.rawNames[raw]!.toLowerCase().includes(wanted));
    const found = vocabulary.names.flatMap((name, id) =>
      holds(id, name) ? [{ id, name, rows: this.rowCounts[id]! }] : [],
    );
    switch (order) {
      case 'count':
        return found.toSorted((a, b) => b.rows - a.rows);
      case 'rarity':
        return found.toSorted((a, b) => a.rows - b.rows);
      case 'name':
        return found.toSorted((a, b) => a.name.localeCompare(b.name));
    }
  }

  variants(id: number): RawTag[] {
    const vocabulary = this.session.normalization.current?.result.vocabulary;
    if (vocabulary === undefined) return [];
    return Array.from(membersOf(vocabulary, id), (raw) => ({
      name: vocabulary.rawNames[raw]!,
      queries: vocabulary.rawCounts[raw]!,
    }));
  }

  /** Tags that share rows with this one, most shared rows first. Time O(tags of the rows). */
  companions(id: number, limit: number): TagEntry[] {
    const normalized = this.session.normalization.current;
    if (normalized === null) return [];
    const { offsets, tagIds } = normalized.rowTags;
    const together = new Uint32Array(this.rowCounts.length);
    for (let row = 0; row + 1 < offsets.length; row++) {
      const tags = tagIds.subarray(offsets[row], offsets[row + 1]);
      if (tags.includes(id)) for (const tag of tags) together[tag]!++;
    }
    together[id] = 0;
    return Array.from(together, (rows, tag) => ({ id: tag, name: normalized.result.vocabulary.names[tag]!, rows }))
      .filter(({ rows }) => rows > 0)
      .toSorted((a, b) => b.rows - a.rows || a.id - b.id)
      .slice(0, limit);
  }

  /** Raw tags that normalization dropped, most frequent first. */
  dropped(): RawTag[] {
    const vocabulary = this.session.normalization.current?.result.vocabulary;
    if (vocabulary === undefined) return [];
    return vocabulary.rawNames
      .flatMap((name, raw) => (vocabulary.ofRaw[raw]! < 0 ? [{ name, queries: vocabulary.rawCounts[raw]! }] : []))
      .toSorted((a, b) => b.queries - a.queries || a.name.localeCompare(b.name));
  }

  get taggedRows(): number {
    const isTagged = this.session.normalization.current?.table.isTagged;
    return isTagged?.reduce((total, flag) => total + flag, 0) ?? this.session.dataset.rowCount;
  }
}
