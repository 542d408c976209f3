/** Arguments of the command line: every option in one table, so that help, parsing and checks cannot disagree. */
import { parseArgs } from 'node:util';

/** Wrong usage: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** Name of the value in the help: `PATH`, `N|auto`. */
  readonly value?: string;
  readonly help: string;
  /** May be given several times. */
  readonly isMultiple?: boolean;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export interface ParsedArguments {
  readonly files: readonly string[];
  readonly text: (name: string) => string | undefined;
  /** Every value of an option that may be given several times. */
  readonly texts: (name: string) => readonly string[];
  readonly isOn: (name: string) => boolean;
}

export const commonOptions: OptionTable = {
  json: { type: 'boolean', help: 'Print one JSON object on standard output and nothing else there.' },
  quiet: { type: 'boolean', help: 'No progress on standard error.' },
  query: { type: 'string', value: 'MAPPING', help: 'How to read rows: auto, a shape, or query=path;answer=path.' },
  'tags-field': { type: 'string', value: 'PATH', help: 'Read tags from this field of the rows.' },
  journal: { type: 'string', value: 'FILE', help: 'The tag journal; beside FILE by default.' },
  help: { type: 'boolean', help: 'Show this help.' },
};

export function parseCommandLine(args: readonly string[], table: OptionTable): ParsedArguments {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { type, isMultiple }]) => [name, { type, multiple: isMultiple === true }]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: joinNegativeNumbers(args, table),
      options,
      allowPositionals: true,
      strict: true,
    });
    return {
      files: positionals,
      text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
      texts: (name) => [values[name] ?? []].flat().filter((value) => typeof value === 'string'),
      isOn: (name) => values[name] === true,
    };
  } catch (error) {
    throw new UsageError(oneLine(error));
  }
}

/** `--n -3` as `--n=-3`: a number is never an option, so that it is judged as the value that it is. */
function joinNegativeNumbers(args: readonly string[], table: OptionTable): string[] {
  const joined: string[] = [];
  for (const argument of args) {
    const option = joined.at(-1) ?? '';
    const takesValue = option.startsWith('--') && table[option.slice(2)]?.type === 'string';
    if (takesValue && /^-[\d.]/.test(argument)) joined[joined.length - 1] = `${option}=${argument}`;
    else joined.push(argument);
  }
  return joined;
}

/** What Node says of wrong usage takes up to three lines; the first says it. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const ambiguous = /^Option '([^']+)' argument is ambiguous/.exec(message);
  return ambiguous === null ? message.split('\n')[0]! : `${ambiguous[1]} needs a value.`;
}

/** A whole number of at least `minimum`, or undefined where the option is absent. */
export function wholeNumber(parsed: ParsedArguments, name: string, minimum: number): number | undefined {
  const text = parsed.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < minimum)
    throw new UsageError(`--${name} must be a whole number of at least ${minimum}, got "${text}".`);
  return value;
}

/** A number within bounds, or undefined where the option is absent. */
export function numberWithin(
  parsed: ParsedArguments,
  name: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const text = parsed.text(name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !(value >= minimum && value <= maximum))
    throw new UsageError(`--${name} must be a number from ${minimum} to ${maximum}, got "${text}".`);
  return value;
}

export function oneOf<T extends string>(parsed: ParsedArguments, name: string, allowed: readonly T[]): T | undefined {
  const text = parsed.text(name);
  if (text === undefined) return undefined;
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${allowed.join(', ')}, got "${text}".`);
  return found;
}

export function exactlyOneFile(parsed: ParsedArguments): string {
  const [file, more] = parsed.files;
  if (file === undefined) throw new UsageError('Name a dataset FILE.');
  if (more !== undefined) throw new UsageError(`One FILE is expected, got "${file}" and "${more}".`);
  return file;
}

export function atLeastOneFile(parsed: ParsedArguments): readonly string[] {
  if (parsed.files.length === 0) throw new UsageError('Name at least one dataset FILE.');
  return parsed.files;
}
