/** Some bytes of a dataset, to tell what is rare in it. */
import type { Anchor, Needle } from './anchor';
import type { MaskedByte } from './characterBytes';

/** Each further needle costs time even where it is never found. */
const placesPerNeedle = 4;

export class ByteSample {
  private readonly counts = new Uint32Array(256);
  /** ASCII written as `\u00…`, by its code. */
  private readonly hidden = new Uint32Array(128);

  /** `text` holds the bytes as Latin-1. */
  constructor(private readonly text: string) {
    for (let at = 0; at < text.length; at++) this.counts[text.charCodeAt(at)]!++;
    for (const [, code] of text.matchAll(/\\u00([0-7][0-9a-fA-F])/g)) this.hidden[Number.parseInt(code!, 16)]!++;
  }

  /** How often such a byte comes up, as a share. Bytes that never do count a little. */
  share({ value, mask }: MaskedByte): number {
    let count = 0;
    for (let byte = 0; byte < 256; byte++) if ((byte & mask) === value) count += this.counts[byte]! + 1;
    return count / (this.text.length + 256);
  }

  /** Places where rows have to be looked at, as if bytes had nothing to do with each other. */
  estimate({ needles, hideable }: Anchor): number {
    const places = needles.map((needle) => needle.reduce((share, byte) => share * this.share(byte), this.text.length));
    return sum(places) + this.hiddenCount(hideable) + placesPerNeedle * needles.length;
  }

  count({ needles, hideable }: Anchor): number {
    const places = needles.map((needle) => this.text.match(needlePattern(needle))?.length ?? 0);
    return sum(places) + this.hiddenCount(hideable) + placesPerNeedle * needles.length;
  }

  private hiddenCount(characters: ReadonlySet<string>): number {
    return sum(Array.from(characters, (character) => this.hidden[character.charCodeAt(0)]!));
  }
}

/** A needle as a pattern over Latin-1. */
export function needlePattern(needle: Needle): RegExp {
  const bytes = needle.map(({ value, mask }) => {
    const codes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (byte & mask) === value);
    return `[${codes.map((code) => `\\x${code.toString(16).padStart(2, '0')}`).join('')}]`;
  });
  return new RegExp(bytes.join(''), 'g');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
