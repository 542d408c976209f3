/** A strict JSON validator that knows where it stopped and why; JSON.parse's own messages differ between engines and hide the place. */

export type JsonCheck =
  | { readonly kind: 'valid'; /** Places of bare NaN and Infinity. */ readonly bareNumbers: readonly BareNumber[] }
  | { readonly kind: 'invalid'; readonly message: string; /** UTF-16 units from the start. */ readonly index: number };

export interface BareNumber {
  readonly index: number;
  readonly word: string;
}

/** Python writes these; JSON forbids them. */
const bareWords = ['NaN', 'Infinity', '-Infinity'];
const words = ['true', 'false', 'null'];
const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Checks one value. Time O(text), an explicit stack of one character per level. */
export function checkJson(text: string): JsonCheck {
  return new Checker(text).check();
}

type Expectation = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

class Damage {
  constructor(
    readonly message: string,
    readonly index: number,
  ) {}
}

class Checker {
  private at = 0;
  private expectation: Expectation = 'value';
  private readonly stack: ('{' | '[')[] = [];
  private readonly bareNumbers: BareNumber[] = [];

  constructor(private readonly text: string) {}

  check(): JsonCheck {
    for (;;) {
      this.skipSpace();
      if (this.at >= this.text.length) break;
      const damage = this.step(this.text[this.at]!);
      if (damage !== undefined) return { kind: 'invalid', message: damage.message, index: damage.index };
    }
    if (this.expectation === 'nothing') return { kind: 'valid', bareNumbers: this.bareNumbers };
    return { kind: 'invalid', message: `the row ends where ${expected[this.expectation]} must follow`, index: this.at };
  }

  private skipSpace(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text[this.at]!)) this.at++;
  }

  private step(character: string): Damage | undefined {
    switch (this.expectation) {
      case 'value':
        return this.value(character);
      case 'valueOrEnd':
        return character === ']' ? this.close() : this.value(character);
      case 'key':
        return character === '"' ? this.key() : this.unexpected(character);
      case 'keyOrEnd':
        if (character === '}') return this.close();
        return character === '"' ? this.key() : this.unexpected(character);
      case 'colon':
        return character === ':' ? this.advance('value') : this.unexpected(character);
      case 'commaOrEnd':
        return this.commaOrEnd(character);
      case 'nothing':
        return new Damage('a second value begins', this.at);
    }
  }

  private commaOrEnd(character: string): Damage | undefined {
    const opened = this.stack[this.stack.length - 1];
    if (character === ',') return this.advance(opened === '{' ? 'key' : 'value');
    const closer = opened === '{' ? '}' : ']';
    return character === closer ? this.close() : this.unexpected(character);
  }

  private advance(expectation: Expectation): undefined {
    this.at++;
    this.expectation = expectation;
    return undefined;
  }

  private close(): undefined {
    this.stack.pop();
    this.at++;
    this.afterValue();
    return undefined;
  }

  private afterValue(): void {
    this.expectation = this.stack.length === 0 ? 'nothing' : 'commaOrEnd';
  }

  private value(character: string): Damage | undefined {
    if (character === '{' || character === '[') {
      this.stack.push(character);
      return this.advance(character === '{' ? 'keyOrEnd' : 'valueOrEnd');
    }
    const damage = character === '"' ? this.string() : this.scalar(character);
    if (damage === undefined) this.afterValue();
    return damage;
  }

  private key(): Damage | undefined {
    const damage = this.string();
    if (damage === undefined) this.expectation = 'colon';
    return damage;
  }

  private string(): Damage | undefined {
    const open = this.at++;
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x22) {
        this.at++;
        return undefined;
      }
      if (code < 0x20) return new Damage(`a raw control character (${codePoint(code)}) stands in a string`, this.at);
      if (code !== 0x5c) continue;
      const damage = this.escape();
      if (damage !== undefined) return damage;
    }
    return new Damage('a string has no end', open);
  }

  private escape(): Damage | undefined {
    const start = this.at++;
    const letter = this.text[this.at];
    if (letter === 'u') {
      if (!/^[0-9a-fA-F]{4}$/.test(this.text.slice(this.at + 1, this.at + 5)))
        return new Damage('bad escape `\\u`', start);
      this.at += 4;
      return undefined;
    }
    if (letter === undefined) return new Damage('a string has no end', start);
    return '"\\/bfnrt'.includes(letter)
      ? undefined
      : new Damage(`bad escape \`\\${shown(this.text, this.at)}\``, start);
  }

  private scalar(character: string): Damage | undefined {
    for (const word of words) if (this.text.startsWith(word, this.at)) return this.takeWord(word);
    for (const word of bareWords) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.bareNumbers.push({ index: this.at, word });
      return this.takeWord(word);
    }
    numberPattern.lastIndex = this.at;
    const number = numberPattern.exec(this.text)?.[0];
    return number === undefined ? this.unexpected(character) : this.takeWord(number);
  }

  private takeWord(word: string): Damage | undefined {
    const next = this.text[this.at + word.length];
    if (next !== undefined && /[\w.+-]/.test(next))
      return new Damage(`unexpected \`${shown(this.text, this.at + word.length)}\``, this.at + word.length);
    this.at += word.length;
    return undefined;
  }

  private unexpected(character: string): Damage {
    const name = character.charCodeAt(0) < 0x20 ? codePoint(character.charCodeAt(0)) : shown(this.text, this.at);
    return new Damage(`unexpected \`${name}\``, this.at);
  }
}

const expected: Readonly<Record<Expectation, string>> = {
  value: 'a value',
  valueOrEnd: 'a value or `]`',
  key: 'a key',
  keyOrEnd: 'a key or `}`',
  colon: '`:`',
  commaOrEnd: '`,` or a closing bracket',
  nothing: 'nothing',
};

/** The whole character at `index`, a lone surrogate as its code. */
function shown(text: string, index: number): string {
  const code = text.codePointAt(index) ?? 0;
  return (code >= 0xd800 && code < 0xe000) || code < 0x20 ? codePoint(code) : String.fromCodePoint(code);
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
