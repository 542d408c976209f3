/**
 * A regular expression over decoded text as one over the raw bytes of JSON in UTF-8 (read as Latin-1): wherever the first
 * fits a string, the second fits its raw form, but for ASCII that is written as an escape. It may fit more, so that what
 * it finds is to be looked at; what needs its surroundings (anchors, lookarounds) is left out. Time O(source).
 */

const hex = '[0-9a-fA-F]';
const highSurrogate = `\\\\u[dD][89abAB]${hex}{2}`;
const lowSurrogate = `\\\\u[dD][c-fC-F]${hex}{2}`;

/** One character, however it is written; each in one way only, so that nothing is tried twice. */
const anything = [
  '(?:[^"\\\\\\x80-\\xff]',
  '[\\xc0-\\xff][\\x80-\\xbf]*(?![\\x80-\\xbf])',
  '[\\x80-\\xbf]',
  '\\\\[^u]',
  `${highSurrogate}${lowSurrogate}`,
  `(?!${highSurrogate}${lowSurrogate})\\\\u${hex}{4})`,
].join('|');

const shortEscapes: Readonly<Record<string, string>> = {
  '"': '\\\\"',
  '\\': '\\\\\\\\',
  '/': '\\\\?/',
  '\b': '\\\\b',
  '\f': '\\\\f',
  '\n': '\\\\n',
  '\r': '\\\\r',
  '\t': '\\\\t',
};

/** The expression over raw bytes, or undefined where it would fit everything or nothing is known of the pattern. */
export function rawPattern({ source, ignoreCase }: RegExp): RegExp | undefined {
  const raw = new Translation([...source], ignoreCase).whole();
  if (raw === undefined) return undefined;
  const expression = new RegExp(raw, ignoreCase ? 'gi' : 'g');
  if (expression.test('')) return undefined;
  return expression;
}

class Translation {
  private at = 0;

  constructor(
    private readonly source: readonly string[],
    private readonly ignoresCase: boolean,
  ) {}

  whole(): string | undefined {
    const raw = this.choices();
    return this.at === this.source.length ? raw : undefined;
  }

  /** Up to a closing parenthesis or the end. */
  private choices(): string {
    let raw = '';
    while (this.at < this.source.length && this.source[this.at] !== ')')
      raw += this.takes('|') ? '|' : this.term() + this.quantifier();
    return raw;
  }

  private term(): string {
    const next = this.source[this.at++]!;
    switch (next) {
      case '^':
      case '$':
        return '(?:)';
      case '.':
        return anything;
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '\\':
        return this.escape();
      default:
        return this.literal(next);
    }
  }

  private group(): string {
    const isLook = ['?=', '?!', '?<=', '?<!'].some((mark) => this.takes(mark));
    if (!isLook && !this.takes('?:') && this.takes('?<')) this.takeUpTo('>');
    const inner = this.choices();
    this.at++;
    return isLook ? '(?:)' : `(?:${inner})`;
  }

  private quantifier(): string {
    const next = this.source[this.at];
    if (next !== '*' && next !== '+' && next !== '?' && next !== '{') return '';
    const raw = next === '{' ? this.takeUpTo('}') : this.source[this.at++]!;
    return raw + (this.takes('?') ? '?' : '');
  }

  private escape(): string {
    const next = this.source[this.at++]!;
    if (next === 'b' || next === 'B') return '(?:)';
    if (next === 'd') return '[0-9]';
    if (next === 'w') return '[0-9A-Za-z_]';
    if ('DWSs'.includes(next)) return anything;
    if (next === 'p' || next === 'P') return this.takeUpTo('}') === '' ? '' : anything;
    if (next === 'k') return this.takeUpTo('>') === '' ? '' : `${anything}*`;
    if (next >= '1' && next <= '9') {
      while (/\d/.test(this.source[this.at] ?? '')) this.at++;
      return `${anything}*`;
    }
    return this.literal(this.escaped(next));
  }

  /** The character that an escape stands for. */
  private escaped(next: string): string {
    const control = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', 0: '\0' }[next];
    if (control !== undefined) return control;
    if (next === 'c') return String.fromCharCode(this.source[this.at++]!.charCodeAt(0) % 32);
    if (next === 'x') return this.coded(2);
    if (next !== 'u') return next;
    if (this.source[this.at] !== '{') return this.coded(4);
    return String.fromCodePoint(Number.parseInt(this.takeUpTo('}').slice(1, -1), 16));
  }

  private coded(digits: number): string {
    const code = this.source.slice(this.at, this.at + digits).join('');
    this.at += digits;
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  /** A set of plain ASCII as it stands; any other may be any character. */
  private set(): string {
    let raw = '[';
    let isPlain = this.source[this.at] !== '^';
    while (this.source[this.at] !== ']') {
      const start = this.at;
      const next = this.source[this.at++]!;
      const shorthand = next === '\\' ? this.source[this.at]! : '';
      if (shorthand !== '' && 'dDwWsSpP'.includes(shorthand)) {
        isPlain &&= shorthand === 'd' || shorthand === 'w';
        this.escape();
        raw += this.source.slice(start, this.at).join('');
        continue;
      }
      const character = next === '\\' ? this.setEscape() : next;
      isPlain &&= isPlainAscii(character);
      raw += next === '\\' ? `\\${character}` : next;
    }
    this.at++;
    // A range may reach over what JSON writes otherwise.
    return isPlain && !holdsSpecials(`${raw}]`) ? `${raw}]` : anything;
  }

  private setEscape(): string {
    const next = this.source[this.at++]!;
    return next === 'b' ? '\b' : this.escaped(next);
  }

  private literal(character: string): string {
    const short = shortEscapes[character];
    if (short !== undefined) return `(?:${short})`;
    const code = character.codePointAt(0)!;
    if (code < 0x20) return anything;
    if (code < 0x80) return character.replace(/[\^$.*+?()[\]{}|-]/, '\\$&');
    const hasCase = character.toLowerCase() !== character || character.toUpperCase() !== character;
    if ((this.ignoresCase && hasCase) || (code >= 0xd800 && code < 0xe000)) return anything;
    return `(?:${utf8AsLatin1(code)}|${escapedUnits(character)})`;
  }

  private takes(mark: string): boolean {
    const isThere = this.source.slice(this.at, this.at + mark.length).join('') === mark;
    if (isThere) this.at += mark.length;
    return isThere;
  }

  private takeUpTo(end: string): string {
    const from = this.at;
    while (this.source[this.at] !== end) this.at++;
    this.at++;
    return this.source.slice(from, this.at).join('');
  }
}

function isPlainAscii(character: string): boolean {
  return character >= ' ' && character <= '~' && !'"\\/'.includes(character);
}

function holdsSpecials(set: string): boolean {
  const expression = new RegExp(set);
  return ['"', '\\', '/', '\u007f'].some((special) => expression.test(special));
}

function utf8AsLatin1(code: number): string {
  const rest = (shift: number) => byte(0x80 | ((code >> shift) & 0x3f));
  if (code < 0x800) return byte(0xc0 | (code >> 6)) + rest(0);
  if (code < 0x10000) return byte(0xe0 | (code >> 12)) + rest(6) + rest(0);
  return byte(0xf0 | (code >> 18)) + rest(12) + rest(6) + rest(0);
}

const byte = (value: number): string => `\\x${value.toString(16)}`;

function escapedUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    const digits = character.charCodeAt(at).toString(16).padStart(4, '0');
    return `\\\\u${digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)}`;
  }).join('');
}
