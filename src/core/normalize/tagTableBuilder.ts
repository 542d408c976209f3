/** A tag table made row by row, one query each: ids and offsets in growing columns, no text kept twice. */
import { GrowingColumn } from '../dataset/growingColumn';
import type { TagTable } from './tagTable';

export class TagTableBuilder {
  private readonly idOf = new Map<string, number>();
  private readonly tagIds = new GrowingColumn();
  private readonly tagOffsets = new GrowingColumn();
  private readonly isTagged = new GrowingColumn();

  constructor() {
    this.tagOffsets.push(0);
  }

  /** Rows come in order; `null` marks one that is not tagged. A name counts once a row, where it comes first. */
  add(tags: readonly string[] | null): void {
    this.isTagged.push(tags === null ? 0 : 1);
    for (const name of new Set(tags ?? [])) this.tagIds.push(this.idFor(name));
    this.tagOffsets.push(this.tagIds.length);
  }

  finish(): TagTable {
    const queryOffsets = new Uint32Array(this.tagOffsets.length);
    for (let row = 0; row < queryOffsets.length; row++) queryOffsets[row] = row;
    return {
      names: [...this.idOf.keys()],
      queryOffsets,
      tagOffsets: this.tagOffsets.finish(),
      tagIds: this.tagIds.finish(),
      isTagged: new Uint8Array(this.isTagged.finish()),
    };
  }

  private idFor(name: string): number {
    const id = this.idOf.get(name) ?? this.idOf.size;
    this.idOf.set(name, id);
    return id;
  }
}
