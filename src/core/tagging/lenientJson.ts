/**
 * JSON as language models write it: lone backslashes (LaTeX), raw line ends inside strings, trailing commas, text that
 * ends too early. Anything else that JSON forbids is reported as broken, never guessed. Time and memory O(length).
 */

export type LenientResult =
  | { readonly kind: 'complete'; readonly value: unknown; readonly end: number; readonly isRepaired: boolean }
  /** The text ended inside the value; arrays hold their complete elements, objects their complete members and arrays. */
  | { readonly kind: 'truncated'; readonly value: unknown; readonly isRepaired: boolean }
  /** `hasContent`: at least one whole string, object or member had been read before. */
  | { readonly kind: 'broken'; readonly at: number; readonly message: string; readonly hasContent: boolean };

const deepest = 12;
const lonelyBackslash = /\\(?:(["\\/bfnrt]|u[0-9a-fA-F]{4})|)/g;

const controlCharacter = /[\u0000-\u001f]/g;
const numberAt = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literalAt = /true|false|null/y;

/** Reads one value that starts at `start`. Never throws. */
export function readLenient(text: string, start = 0): LenientResult {
  const reader = new LenientReader(text, start);
  try {
    const value = reader.readValue(0);
    if (reader.isTruncated) return { kind: 'truncated', value, isRepaired: reader.isRepaired };
    return { kind: 'complete', value, end: reader.at, isRepaired: reader.isRepaired };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { kind: 'broken', at: reader.at, message: error.message, hasContent: reader.hasContent };
  }
}

class Broken extends Error {}

/** Stands for a value that the text ended in before anything of it could be kept. */
const nothing = Symbol('nothing');

class LenientReader {
  isTruncated = false;
  isRepaired = false;
  hasContent = false;

  constructor(
    private readonly text: string,
    public at: number,
  ) {}

  readValue(depth: number): unknown {
    this.skipSpace();
    if (this.at >= this.text.length) return this.truncate();
    const first = this.text[this.at];
    if (first === '"') return this.readString();
    if (first !== '[' && first !== '{') return this.readScalar();
    if (depth === deepest) throw new Broken('nested too deeply');
    return first === '[' ? this.readArray(depth) : this.readObject(depth);
  }

  private readArray(depth: number): unknown[] {
    const elements: unknown[] = [];
    this.at++;
    while (!this.isClosedBy(']')) {
      if (this.isTruncated) return elements;
      const element = this.readValue(depth + 1);
      if (this.isTruncated && !Array.isArray(element)) return elements;
      elements.push(element);
      this.readComma(']');
    }
    return elements;
  }

  private readObject(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    this.at++;
    while (!this.isClosedBy('}')) {
      if (this.isTruncated) return members;
      const name = this.readName();
      const value = this.isTruncated ? nothing : this.readValue(depth + 1);
      if (this.isTruncated && !Array.isArray(value)) return members;
      members[String(name)] = value;
      this.hasContent = true;
      this.readComma('}');
    }
    return members;
  }

  private readName(): unknown {
    if (this.text[this.at] !== '"') throw this.unexpected();
    const name = this.readString();
    this.skipSpace();
    if (this.at >= this.text.length) return this.truncate();
    if (this.text[this.at] !== ':') throw this.unexpected();
    this.at++;
    return name;
  }

  private readComma(closing: string): void {
    if (this.isTruncated) return;
    this.skipSpace();
    const next = this.text[this.at];
    if (next === undefined) this.truncate();
    else if (next === ',') this.at++;
    else if (next !== closing) throw this.unexpected();
  }

  private isClosedBy(closing: string): boolean {
    if (this.isTruncated) return false;
    this.skipSpace();
    if (this.at >= this.text.length) this.truncate();
    if (this.text[this.at] !== closing) return false;
    this.at++;
    return true;
  }

  private readString(): unknown {
    const start = this.at + 1;
    let end = start;
    while (end < this.text.length && this.text[end] !== '"') end += this.text[end] === '\\' ? 2 : 1;
    if (end >= this.text.length) return this.truncate();
    this.at = end + 1;
    this.hasContent = true;
    return this.decode(this.text.slice(start, end));
  }

  private decode(raw: string): string {
    const escaped = raw
      .replace(lonelyBackslash, (all, escape: string | undefined) => (escape === undefined ? '\\\\' : all))
      .replace(controlCharacter, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
    if (escaped !== raw) this.isRepaired = true;
    return JSON.parse(`"${escaped}"`) as string;
  }

  private readScalar(): unknown {
    for (const pattern of [numberAt, literalAt]) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text)?.[0];
      if (found === undefined) continue;
      this.at += found.length;
      return JSON.parse(trimZeros(found)) as unknown;
    }
    throw this.unexpected();
  }

  private skipSpace(): void {
    while (this.at < this.text.length && /\s/.test(this.text[this.at]!)) this.at++;
  }

  private truncate(): typeof nothing {
    this.at = this.text.length;
    this.isTruncated = true;
    return nothing;
  }

  private unexpected(): Broken {
    const found = this.text.slice(this.at, this.at + 12).replace(/\s+/g, ' ');
    return new Broken(`unexpected "${found}" at character ${this.at}`);
  }
}

/** `007` is no JSON number. */
function trimZeros(number: string): string {
  return number.replace(/^(-?)0+(?=\d)/, '$1');
}
