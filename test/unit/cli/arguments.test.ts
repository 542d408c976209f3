import { describe, expect, it } from 'vitest';
import {
  atLeastOneFile,
  commonOptions,
  exactlyOneFile,
  numberWithin,
  oneOf,
  parseCommandLine,
  UsageError,
  wholeNumber,
} from '../../../src/cli/arguments';
import { normalizationRequest, normalizeOptions } from '../../../src/cli/normalizeOptions';

const table = { ...commonOptions, ...normalizeOptions, n: { type: 'string', help: '' } } as const;
const parse = (...args: string[]) => parseCommandLine(args, table);

describe('arguments', () => {
  it('takes options and files in any order', () => {
    const parsed = parse('a.jsonl', '--json', '--n', '7', 'b.jsonl');
    expect(parsed.files).toEqual(['a.jsonl', 'b.jsonl']);
    expect(parsed.isOn('json')).toBe(true);
    expect(wholeNumber(parsed, 'n', 1)).toBe(7);
  });

  it.each([['--nothing'], ['--n']])('refuses %s as wrong usage', (...args) => {
    expect(() => parse(...args)).toThrow(UsageError);
  });

  it.each(['x', '', '1.5', '-1', '1e99'])('refuses "%s" where a whole number belongs', (text) => {
    expect(() => wholeNumber(parse(`--n=${text}`), 'n', 0)).toThrow(/--n must be a whole number/);
  });

  it('names what was expected and received', () => {
    expect(() => numberWithin(parse('--semantic', '3'), 'semantic', 0, 2)).toThrow(
      '--semantic must be a number from 0 to 2, got "3".',
    );
    expect(() => oneOf(parse('--rules', 'x'), 'rules', ['lemma', 'off'])).toThrow(
      '--rules must be one of lemma, off, got "x".',
    );
    expect(() => exactlyOneFile(parse())).toThrow('Name a dataset FILE.');
    expect(() => exactlyOneFile(parse('a', 'b'))).toThrow(/One FILE is expected/);
    expect(() => atLeastOneFile(parse())).toThrow(UsageError);
  });
});

describe('the options of the four steps', () => {
  const request = (...args: string[]) => normalizationRequest(parse(...args), () => {});

  it('are the defaults of the method where nothing is said', async () => {
    const { recipe } = await request();
    expect(recipe.parameters).toMatchObject({
      order: 'frequency-first',
      frequency: 'auto',
      rules: 'lemma',
      semantic: { epsilon: 0.05 },
    });
  });

  it('switch single steps off', async () => {
    const { recipe } = await request('--semantic', 'off', '--support', 'off', '--frequency', 'off', '--rules', 'off');
    expect(recipe.parameters).toMatchObject({ frequency: 'off', rules: 'off', semantic: 'off', association: 'off' });
    expect((await request('--confidence', 'off')).recipe.parameters.association).toBe('off');
  });

  it.each([
    ['--frequency', '0'],
    ['--semantic', '0'],
    ['--semantic', '2.1'],
    ['--support', '0'],
    ['--min-samples', '0'],
    ['--confidence', '2'],
  ])('refuse %s %s', async (...args) => {
    await expect(request(...args)).rejects.toThrow(UsageError);
  });

  it('takes a negative number for a value, to be refused in one line', () => {
    const parsed = parseCommandLine(['--n', '-3'], { n: { type: 'string', help: '' } });
    expect(() => wholeNumber(parsed, 'n', 1)).toThrow('--n must be a whole number of at least 1, got "-3".');
    const table = { n: { type: 'string', help: '' }, json: { type: 'boolean', help: '' } } as const;
    expect(() => parseCommandLine(['--n', '--json'], table)).toThrow(new UsageError('--n needs a value.'));
    expect(() => parseCommandLine(['--json', '-3'], table)).toThrow(/^[^\n]+$/u);
  });
});
