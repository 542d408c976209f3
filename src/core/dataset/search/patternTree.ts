/**
 * A regular expression (with the flag `u`, whose grammar leaves nothing open) as a tree that says which characters follow
 * each other. Time O(source).
 */
import { asciiAndLike, type CaseVariants } from './caseVariants';

export type PatternTree =
  /** One of some characters. */
  | { readonly kind: 'characters'; readonly characters: readonly string[] }
  /** One character, but none of these. */
  | { readonly kind: 'except'; readonly characters: readonly string[] }
  /** One character of which nothing is known here. */
  | { readonly kind: 'unknown' }
  /** Nothing, somewhere in particular: an anchor, a lookaround. */
  | { readonly kind: 'assertion' }
  /** What a group has fitted before. */
  | { readonly kind: 'reference' }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternTree[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternTree[] }
  /** `quantifier` as in the source: `*`, `{2,3}?`. */
  | { readonly kind: 'repeat'; readonly part: PatternTree; readonly least: number; readonly quantifier: string };

const unknown: PatternTree = { kind: 'unknown' };
const assertion: PatternTree = { kind: 'assertion' };
const reference: PatternTree = { kind: 'reference' };

/** The tree, or undefined where the source holds what is not known here. */
export function patternTree({ source, ignoreCase }: RegExp, variants: CaseVariants): PatternTree | undefined {
  const parser = new Parser([...source], ignoreCase ? variants : undefined);
  try {
    return parser.whole();
  } catch (error) {
    if (error instanceof UnknownSyntax) return undefined;
    throw error;
  }
}

/** Leaves the parser from any depth. */
class UnknownSyntax extends Error {}

/** Sets made of ASCII and the shorthands: all characters but a few are in them, or none. */
const knownSet = /^\[\^?(?:[ -Z^-~]|\\(?:[dwstnrfvb0\-^$\\.*+?()[\]{}|/]|x[0-7][0-9a-f]))*\]$/i;
const spacesBeyondAscii =
  '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
/** Those that such sets tell apart. */
const toldApart = [...asciiAndLike, ...spacesBeyondAscii];
/** One of all the others. */
const other = '\u4f60';

class Parser {
  private at = 0;

  constructor(
    private readonly source: readonly string[],
    private readonly variants: CaseVariants | undefined,
  ) {}

  whole(): PatternTree {
    const tree = this.choice();
    if (this.at < this.source.length) throw new UnknownSyntax();
    return tree;
  }

  /** Up to a closing parenthesis or the end. */
  private choice(): PatternTree {
    const options = [this.sequence()];
    while (this.takes('|')) options.push(this.sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  private sequence(): PatternTree {
    const parts: PatternTree[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) parts.push(this.quantified());
    return { kind: 'sequence', parts };
  }

  private quantified(): PatternTree {
    const part = this.term();
    const quantifier = this.quantifier();
    if (quantifier === '') return part;
    const least = quantifier.startsWith('+') ? 1 : Number(/^\{(\d+)/.exec(quantifier)?.[1] ?? 0);
    return { kind: 'repeat', part, least, quantifier };
  }

  private quantifier(): string {
    const next = this.source[this.at] ?? '';
    if (next === '' || !'*+?{'.includes(next)) return '';
    const count = next === '{' ? this.takeUpTo('}') : this.next();
    return count + (this.takes('?') ? '?' : '');
  }

  private term(): PatternTree {
    const next = this.next();
    switch (next) {
      case '^':
      case '$':
        return assertion;
      case '.':
        return this.members('.');
      case '(':
        return this.group();
      case '[':
        return this.set();
      case '\\':
        return this.escape();
      default:
        return this.character(next);
    }
  }

  private group(): PatternTree {
    const isLook = ['?=', '?!', '?<=', '?<!'].some((mark) => this.takes(mark));
    if (!isLook && !this.takes('?:') && this.takes('?<')) this.takeUpTo('>');
    if (this.source[this.at] === '?') throw new UnknownSyntax();
    const inner = this.choice();
    if (!this.takes(')')) throw new UnknownSyntax();
    return isLook ? assertion : inner;
  }

  private escape(): PatternTree {
    const next = this.next();
    if (next === 'b' || next === 'B') return assertion;
    if ('dDwWsS'.includes(next)) return this.members(`\\${next}`);
    if (next === 'p' || next === 'P') {
      this.takeUpTo('}');
      return unknown;
    }
    if (next === 'k') {
      this.takeUpTo('>');
      return reference;
    }
    if (next >= '1' && next <= '9') {
      while (/\d/.test(this.source[this.at] ?? '')) this.at++;
      return reference;
    }
    return this.character(this.escaped(next));
  }

  /** The character that an escape stands for. */
  private escaped(next: string): string {
    const control = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', 0: '\0' }[next];
    if (control !== undefined) return control;
    if (next === 'c') return String.fromCharCode(this.next().charCodeAt(0) % 32);
    if (next === 'x') return this.coded(2);
    if (next === 'u') return this.unicode();
    if (/[\w\s]/.test(next)) throw new UnknownSyntax();
    return next;
  }

  /** Two escaped halves of a surrogate pair are one character. */
  private unicode(): string {
    if (this.source[this.at] === '{') return String.fromCodePoint(Number.parseInt(this.takeUpTo('}').slice(1, -1), 16));
    const first = this.coded(4);
    if (!/[\ud800-\udbff]/.test(first)) return first;
    const rest = /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.source.slice(this.at, this.at + 6).join(''));
    if (rest === null) return first;
    this.at += 6;
    return first + String.fromCharCode(Number.parseInt(rest[1]!, 16));
  }

  private coded(digits: number): string {
    const code = Array.from({ length: digits }, () => this.next()).join('');
    return String.fromCharCode(Number.parseInt(code, 16));
  }

  private set(): PatternTree {
    const from = this.at - 1;
    while (this.next() !== ']') if (this.source[this.at - 1] === '\\') this.next();
    const source = this.source.slice(from, this.at).join('');
    return knownSet.test(source) ? this.members(source) : unknown;
  }

  /** What is in a set, as the engine sees it. */
  private members(source: string): PatternTree {
    const expression = new RegExp(source, this.variants === undefined ? 'u' : 'iu');
    const isIn = (character: string) => expression.test(character);
    if (!isIn(other)) return { kind: 'characters', characters: toldApart.filter(isIn) };
    return { kind: 'except', characters: toldApart.filter((character) => !isIn(character)) };
  }

  private character(character: string): PatternTree {
    // What is not UTF-8 is shown as U+FFFD.
    if (character === '\ufffd') return unknown;
    return { kind: 'characters', characters: this.variants?.of(character) ?? [character] };
  }

  private next(): string {
    const next = this.source[this.at++];
    if (next === undefined) throw new UnknownSyntax();
    return next;
  }

  private takes(mark: string): boolean {
    const isThere = this.source.slice(this.at, this.at + mark.length).join('') === mark;
    if (isThere) this.at += mark.length;
    return isThere;
  }

  private takeUpTo(end: string): string {
    const from = this.at;
    while (this.next() !== end);
    return this.source.slice(from, this.at).join('');
  }
}
