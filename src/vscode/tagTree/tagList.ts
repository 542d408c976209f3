/** The tags of the tree: counts in view and in all, searched and sorted. Columns of ids; what is costly is made once. */
import { membersOf, rawTagFate, type Vocabulary } from '../../core/normalize/vocabulary';
import type { NormalizedTags } from '../../node/session/sessionNormalization';

export type TagOrder = 'count' | 'name' | 'rarity' | 'lift';

export interface TagEntry {
  readonly id: number;
  readonly name: string;
  /** Rows that carry it. */
  readonly rows: number;
  /** Those of them in view, where the editor shows a part of the rows. */
  readonly rowsInView?: number;
  /** How many times as frequent as in the other dataset. */
  readonly lift?: number;
}

export interface RawTag {
  readonly name: string;
  readonly queries: number;
  /** Why it was left out: a code of `rawTagFate`. */
  readonly fate: number;
}

/** The dataset that lift compares with. */
export interface OtherTags {
  readonly name: string;
  readonly list: TagList;
}

const mostSortedByName = 100_000;

export class TagList {
  readonly vocabulary: Vocabulary;
  private readonly rowCounts: Uint32Array;
  private readonly orders = new Map<Exclude<TagOrder, 'lift'>, Uint32Array>();
  private names: readonly string[] | null = null;
  private texts: readonly string[] | null = null;
  private idOfName: ReadonlyMap<string, number> | null = null;
  private leftOut: Uint32Array | null = null;
  private droppedHits: { readonly text: string; readonly ids: Uint32Array } | null = null;
  private viewRows: Uint32Array | null = null;
  private viewCounts: Uint32Array | null = null;

  constructor(readonly tags: NormalizedTags) {
    this.vocabulary = tags.result.vocabulary;
    this.rowCounts = new Uint32Array(this.vocabulary.names.length);
    for (const id of tags.rowTags.tagIds) this.rowCounts[id]!++;
  }

  get size(): number {
    return this.vocabulary.names.length;
  }

  /** Rows whose tags are known. */
  get taggedRows(): number {
    const { isTagged, queryOffsets } = this.tags.table;
    return isTagged?.reduce((total, flag) => total + flag, 0) ?? queryOffsets.length - 1;
  }

  /** Rows of the most frequent tag: what bars are drawn against. */
  get mostRows(): number {
    return this.rowCounts[this.order('count')[0] ?? -1] ?? 0;
  }

  /** Counts the rows in view; `null` where all are. Time O(tags of those rows). */
  show(rows: Uint32Array | null): void {
    if (rows === this.viewRows) return;
    this.viewRows = rows;
    this.viewCounts = rows === null ? null : this.countIn(rows);
  }

  entry(id: number): TagEntry {
    return {
      id,
      name: this.vocabulary.names[id]!,
      rows: this.rowCounts[id]!,
      ...(this.viewCounts === null ? {} : { rowsInView: this.viewCounts[id]! }),
    };
  }

  idOf(name: string): number | undefined {
    this.idOfName ??= new Map(this.vocabulary.names.map((known, id) => [known, id]));
    return this.idOfName.get(name);
  }

  /** Share of tagged rows, smoothed so that tags unknown here have one too. */
  share(name: string): number {
    const id = this.idOf(name);
    return ((id === undefined ? 0 : this.rowCounts[id]!) + 0.5) / (this.taggedRows + 1);
  }

  /** Ids of tags whose name, or a raw variant of it, holds `text`, in order. Time O(characters) for a text, else O(tags). */
  find(text: string, order: TagOrder, other: OtherTags | null = null): Uint32Array {
    const ordered = order === 'lift' ? this.byLift(other) : this.order(order);
    const wanted = text.trim().toLowerCase();
    if (wanted === '') return ordered;
    const texts = this.searchTexts();
    return ordered.filter((id) => texts[id]!.includes(wanted));
  }

  liftOf(id: number, other: OtherTags): number {
    const name = this.vocabulary.names[id]!;
    return this.share(name) / other.list.share(name);
  }

  variants(id: number, limit: number): RawTag[] {
    return Array.from(membersOf(this.vocabulary, id).subarray(0, limit), (raw) => this.rawTag(raw));
  }

  /** Tags that share rows with this one, most shared rows first. Time O(tags of the rows). */
  companions(id: number, limit: number): TagEntry[] {
    const { offsets, tagIds } = this.tags.rowTags;
    const together = new Uint32Array(this.rowCounts.length);
    for (let row = 0; row + 1 < offsets.length; row++) {
      const [start, end] = [offsets[row]!, offsets[row + 1]!];
      let at = start;
      while (at < end && tagIds[at] !== id) at++;
      if (at < end) for (let tag = start; tag < end; tag++) together[tagIds[tag]!]!++;
    }
    together[id] = 0;
    return [...together.keys()]
      .filter((tag) => together[tag]! > 0)
      .sort((left, right) => together[right]! - together[left]! || left - right)
      .slice(0, limit)
      .map((tag) => ({ id: tag, name: this.vocabulary.names[tag]!, rows: together[tag]! }));
  }

  /** Ids of raw tags that normalization dropped and whose name holds `text`, most frequent first. Time O(raw tags). */
  findDropped(text = ''): Uint32Array {
    const wanted = text.trim().toLowerCase();
    if (this.droppedHits?.text !== wanted) this.droppedHits = { text: wanted, ids: this.searchDropped(wanted) };
    return this.droppedHits.ids;
  }

  /** Dropped raw tags by reason, as [code of `rawTagFate`, number], most first. */
  droppedByFate(): [fate: number, count: number][] {
    const counts = new Map<number, number>();
    for (const raw of this.allDropped()) {
      const fate = this.vocabulary.fate[raw] ?? rawTagFate.kept;
      counts.set(fate, (counts.get(fate) ?? 0) + 1);
    }
    return [...counts].sort(([, left], [, right]) => right - left);
  }

  rawTag(raw: number): RawTag {
    const { rawNames, rawCounts, fate } = this.vocabulary;
    return { name: rawNames[raw]!, queries: rawCounts[raw]!, fate: fate[raw] ?? rawTagFate.kept };
  }

  private searchDropped(wanted: string): Uint32Array {
    const { rawNames } = this.vocabulary;
    if (wanted === '') return this.allDropped();
    return this.allDropped().filter((raw) => rawNames[raw]!.toLowerCase().includes(wanted));
  }

  /** Ties run by name, where there are few enough for that to be quick. */
  private allDropped(): Uint32Array {
    const { ofRaw, rawNames, rawCounts } = this.vocabulary;
    if (this.leftOut !== null) return this.leftOut;
    const ids = Uint32Array.from(rawNames.keys()).filter((raw) => ofRaw[raw]! < 0 && rawCounts[raw]! > 0);
    const isNamed = ids.length <= mostSortedByName;
    const byName = (left: number, right: number) => (rawNames[left]! < rawNames[right]! ? -1 : 1);
    this.leftOut = ids.sort(
      (left, right) => rawCounts[right]! - rawCounts[left]! || (isNamed ? byName(left, right) : left - right),
    );
    return this.leftOut;
  }

  private countIn(rows: Uint32Array): Uint32Array {
    const { offsets, tagIds } = this.tags.rowTags;
    const counts = new Uint32Array(this.rowCounts.length);
    for (const row of rows) for (let at = offsets[row]!; at < offsets[row + 1]!; at++) counts[tagIds[at]!]!++;
    return counts;
  }

  private order(order: Exclude<TagOrder, 'lift'>): Uint32Array {
    const known = this.orders.get(order) ?? this.sorted(order);
    this.orders.set(order, known);
    return known;
  }

  /** Ties run by id, that is by query count, then by name. */
  private sorted(order: Exclude<TagOrder, 'lift'>): Uint32Array {
    const ids = Uint32Array.from(this.rowCounts.keys());
    const counts = this.rowCounts;
    if (order === 'count') return ids.sort((left, right) => counts[right]! - counts[left]! || left - right);
    if (order === 'rarity') return ids.sort((left, right) => counts[left]! - counts[right]! || left - right);
    const names = this.lowerNames();
    return ids.sort((left, right) =>
      names[left]! < names[right]! ? -1 : names[left] === names[right] ? left - right : 1,
    );
  }

  private byLift(other: OtherTags | null): Uint32Array {
    if (other === null) return this.order('count');
    const lifts = Float64Array.from(this.rowCounts.keys(), (id) => this.liftOf(id, other));
    return Uint32Array.from(lifts.keys()).sort((left, right) => lifts[right]! - lifts[left]! || left - right);
  }

  private lowerNames(): readonly string[] {
    this.names ??= this.vocabulary.names.map((name) => name.toLowerCase());
    return this.names;
  }

  /** Name and raw variants of each tag, a line each, in lower case. */
  private searchTexts(): readonly string[] {
    const { vocabulary } = this;
    this.texts ??= this.lowerNames().map((name, id) => {
      const variants = Array.from(membersOf(vocabulary, id), (raw) => vocabulary.rawNames[raw]!);
      return `${name}\n${variants.join('\n').toLowerCase()}`;
    });
    return this.texts;
  }
}
