const openBrace = 0x7b;
const maxLength = 200;

/** Where the opener began, and what was known there. */
export interface OpenerMatch {
  readonly start: number;
  readonly line: number;
  /** End of what stood before. */
  readonly endBefore: number;
}

/**
 * The opener of a file's rows: `{`, white space and first key of its first row that is an object. A sound JSON string cannot hold it, since its quotes
 * would be escaped; so wherever it comes up in a damaged row, another row begins.
 */
export class RowOpener {
  private readonly bytes: number[] = [];
  private isComplete = false;
  private matched = 0;
  private match: OpenerMatch = { start: 0, line: 0, endBefore: 0 };

  get isKnown(): boolean {
    return this.isComplete;
  }

  /** A row begins: with an object, its opener is learned unless one is known. */
  startRow(byte: number): void {
    this.matched = 0;
    if (this.isComplete) return;
    this.bytes.length = 0;
    if (byte === openBrace) this.bytes.push(byte);
  }

  learn(byte: number): void {
    if (!this.isComplete && this.bytes.length > 0 && this.bytes.length < maxLength) this.bytes.push(byte);
  }

  /** A string of the row is over; the first one is the key. */
  endString(): void {
    if (this.bytes.length > 0) this.isComplete = true;
  }

  begin(match: OpenerMatch): void {
    this.matched = 1;
    this.match = match;
  }

  restart(): void {
    this.matched = 0;
  }

  /** The match that this byte completes, if it does. `here` is asked for where a new one may begin. */
  follow(byte: number, here: () => OpenerMatch): OpenerMatch | undefined {
    if (!this.isComplete) return undefined;
    if (this.matched > 0 && byte === this.bytes[this.matched]) this.matched++;
    else if (byte === openBrace) this.begin(here());
    else this.matched = 0;
    return this.matched === this.bytes.length ? this.match : undefined;
  }
}
