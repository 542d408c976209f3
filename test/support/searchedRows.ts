/** Random rows as all kinds of writers put them, sound and damaged, and random things to look for in them. */

type Random = () => number;

const pieces = [
  'needle', 'Needle', 'role', 'a', 'S', 's', 'k', 'K', 'ſ', '\u212a', 'é', 'É', 'ß', 'ẞ', 'σ', 'ς', 'Σ', 'Å', '\u212b', 'İ', 'ı',
  '你', '好', '你好', 'привет', 'ПРИВЕТ', '😀', '👩‍💻', '\ud83d', '\ude00', '\ufffd', '\ufeff', '\u2028', '\u0000', '\u0007', '\u007f',
  '"', '\\', '/', '\n', '\t', '\r\n', '\\n', '\\u0041', 'u00e9', '4f60', '<b>', "'", '&amp;', '{', '}', '[', ']', ':', ',', ', ', '": "',
  'true', 'null', 'NaN', 'Infinity', '1', '12', '1.5', '-', 'e5', ' ', '  ', 'nn', 'abab', 'text 77 of', '0041', 'x'.repeat(20), '0123456789abcdefghij',
]; // prettier-ignore

export class SearchedRows {
  constructor(private readonly random: Random) {}

  chance(share: number): boolean {
    return this.random() < share;
  }

  below(limit: number): number {
    return Math.floor(limit * this.random());
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  text(): string {
    return Array.from({ length: this.below(5) }, () => this.pick(pieces)).join(this.pick(['', '', ' ', 'o']));
  }

  /** One row's bytes. */
  row(): Buffer {
    const bytes = Buffer.from(this.value(0), 'utf8');
    return this.chance(0.25) ? this.damaged(bytes) : bytes;
  }

  private value(depth: number): string {
    const kind = this.below(depth > 3 ? 4 : 7);
    if (kind < 3) return this.string(this.text());
    if (kind === 3) return this.pick(['true', 'false', 'null', '1', '12', '-0', '1.50', '1e5', '100000', '0.1E-7', 'NaN', '-Infinity', '12345678901234567890']);
    const items = Array.from({ length: this.below(4) }, () => this.value(depth + 1));
    if (kind === 4) return `[${items.join(this.pick([',', ', ', ' ,\t']))}]`;
    const keys = items.map(() => this.pick([this.string(this.pick(['q', 'role', 'a', '__proto__', 'content'])), this.string(this.text())]));
    return `{${items.map((item, at) => `${keys[at]!}${this.pick([':', ': ', ' :\n'])}${item}`).join(this.pick([',', ', ']))}}`;
  } // prettier-ignore

  /** Each character as a writer might put it. */
  private string(text: string): string {
    const taste = this.below(5);
    const units = taste === 0 ? [...text] : text.split('');
    return `"${units.map((unit) => this.character(unit, taste)).join('')}"`;
  }

  private character(unit: string, taste: number): string {
    const plain = JSON.stringify(unit).slice(1, -1);
    if (taste === 0) return plain;
    const isWide = unit > '\x7f';
    if (taste === 1) return isWide ? this.escaped(unit, 0) : plain;
    if (taste === 2) return '<>&/'.includes(unit) ? (unit === '/' ? '\\/' : this.escaped(unit, 0)) : plain;
    // Half of a pair can only stand beside its other half in the same way.
    if (/[\ud800-\udfff]/.test(unit)) return this.escaped(unit, this.below(3));
    return this.chance(taste === 3 ? 0.5 : 0.1) ? this.escaped(unit, this.below(3)) : plain;
  }

  private escaped(text: string, letterCase: number): string {
    return text.split('').map((unit) => {
      const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
      const cased = [digits, digits.toUpperCase(), digits.replace(/[a-f]/, (digit) => digit.toUpperCase())];
      return `\\u${cased[letterCase]!}`;
    }).join(''); // prettier-ignore
  }

  private damaged(bytes: Buffer): Buffer {
    const at = this.below(bytes.length);
    const inserted = this.pick([[0xff], [0xc3], [0xe4, 0xbd], [0xed, 0xa0, 0xbd], [0xf0, 0x9f], [0x80], [0x22], [0x5c], [0x09], [0x0a], [0x7d], [0x2c], [0x61]]);
    const cut = this.below(3);
    if (this.chance(0.2)) return bytes.subarray(0, Math.max(1, at));
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(inserted), bytes.subarray(at + cut)]);
  } // prettier-ignore

  /** A text that may be in the rows: put together anew, or taken from what stands there. */
  wanted(rows: readonly Buffer[]): string {
    if (this.chance(0.4)) return this.text() || this.pick(pieces);
    const raw = this.pick(rows).toString('utf8');
    const seen = this.chance(0.5) ? raw : raw.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).replace(/\\(["\\/])/g, '$1').replace(/\\n/g, '\n');
    const from = this.below(seen.length);
    const text = seen.slice(from, from + 1 + this.below(this.pick([3, 8, 30])));
    return this.chance(0.2) ? this.pick([text.toUpperCase(), text.toLowerCase()]) : text;
  } // prettier-ignore

  pattern(rows: readonly Buffer[], depth = 0): string {
    const terms = Array.from({ length: 1 + this.below(3) }, () => {
      const term = this.term(rows, depth);
      return term + this.quantifier(term.startsWith('('));
    });
    return terms.join(this.chance(0.15) ? '|' : '');
  }

  private term(rows: readonly Buffer[], depth: number): string {
    if (depth < 2 && this.chance(0.25)) {
      const inner = this.pattern(rows, depth + 1);
      return this.pick([`(${inner})`, `(?:${inner})`, `(?=${inner})`, `(?!${inner})`, `(?<=${inner})`, `(?<!${inner})`, `(?:(${inner})\\1)`]);
    }
    if (this.chance(0.4)) return this.pick(['.', '\\s', '\\S', '\\d', '\\D', '\\w', '\\W', '\\b', '^', '$', '[a-z]', '[^a]', '[\\x62\\d]', '[é-ü]', '[/"\\\\]', '[\\]\\-x]', '[\\n\\t]', '\\p{L}', '\\x41', '\\u4f60', '\\u{1F600}', '\\ud83d\\ude00', '\\/', '\\cJ', '\\t', '[]', '[^]', '[\\w ]', '[ks]', '(?<n>a)\\k<n>']);
    return this.wanted(rows).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  } // prettier-ignore

  /** Behind anchors and lookarounds this is an error, and the pattern is then not used. Groups without end would take for ever. */
  private quantifier(isGroup: boolean): string {
    const counts = ['?', '{2}', '{1,2}', '{0,3}?'];
    return this.chance(0.25) ? this.pick(isGroup ? counts : [...counts, '*', '+', '+?', '{3,}']) : '';
  }
}
