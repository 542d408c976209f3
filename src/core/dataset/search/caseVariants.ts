const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
/** Beyond ASCII, the long s and the Kelvin sign count as letters of it. */
export const asciiAndLike = `${ascii}\u017f\u212a`;

/** The characters that a regular expression with the flags `iu` takes for one another: Unicode's simple case folding, as the engine has it. */
export class CaseVariants {
  private cased: string | undefined;
  private readonly known = new Map<string, readonly string[]>();

  /** The character and its like. */
  of(character: string): readonly string[] {
    const known = this.known.get(character);
    if (known !== undefined) return known;
    const code = character.codePointAt(0)!;
    const expression = new RegExp(`\\u{${code.toString(16)}}`, 'giu');
    const like = code < 0x80 ? asciiAndLike : this.casedCharacters();
    const variants = [...new Set([character, ...(like.match(expression) ?? [])])];
    this.known.set(character, variants);
    return variants;
  }

  /** Scripts with case lie in the first two planes. */
  private casedCharacters(): string {
    this.cased ??= Array.from({ length: 0x20000 }, (_, code) => String.fromCodePoint(code))
      .filter((character) => /[\p{Changes_When_Casemapped}\p{Changes_When_Casefolded}]/u.test(character))
      .join('');
    return this.cased;
  }
}
