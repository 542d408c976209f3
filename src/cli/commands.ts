/** The commands: what each does, its options, and the function that runs it. */
import type { OptionTable } from './arguments';
import { commonOptions } from './arguments';
import { compareCommand } from './compareCommand';
import type { CommandContext } from './commandContext';
import { evaluateCommand } from './evaluateCommand';
import { inspectCommand } from './inspectCommand';
import { normalizeCommand } from './normalizeCommand';
import { normalizeOptions } from './normalizeOptions';
import { selectCommand } from './selectCommand';
import { selectOptions } from './selectOptions';
import { statsCommand } from './statsCommand';
import { tagCommand, tagOptions } from './tagCommand';

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionTable;
  readonly run: (context: CommandContext) => Promise<void>;
}

const outOption = (help: string): OptionTable => ({ out: { type: 'string', value: 'FILE', help } });

export const commands: Readonly<Record<string, Command>> = {
  inspect: {
    usage: 'inspect FILE',
    summary: 'Container, encoding, rows, shape, mapping and problems of a dataset.',
    options: commonOptions,
    run: inspectCommand,
  },
  tag: {
    usage: 'tag FILE',
    summary: 'Tags what is not yet tagged.',
    options: { ...commonOptions, ...tagOptions },
    run: tagCommand,
  },
  normalize: {
    usage: 'normalize FILE…',
    summary: 'Frequency filtering, rule, semantic and association aggregation.',
    options: { ...commonOptions, ...normalizeOptions, ...outOption('Write the recipe.') },
    run: normalizeCommand,
  },
  stats: {
    usage: 'stats FILE…',
    summary: 'Diversity and complexity with intervals; datasets against each other.',
    options: {
      ...commonOptions,
      ...normalizeOptions,
      seed: selectOptions['seed']!,
      'equal-n': { type: 'string', value: 'N', help: 'Coverage of N rows drawn at random, for each dataset.' },
    },
    run: statsCommand,
  },
  select: {
    usage: 'select FILE… --n N --method M --out FILE',
    summary: 'A selection as byte-exact copies of the source rows, with a manifest.',
    options: {
      ...commonOptions,
      ...normalizeOptions,
      ...selectOptions,
      ...outOption('Where the rows go.'),
      method: { type: 'string', value: 'M', help: 'The selector (complexity-first).' },
      pad: { type: 'boolean', help: 'Fill a shortfall with the remaining rows.' },
      format: { type: 'string', value: 'FORMAT', help: 'source, alpaca, sharegpt or messages.' },
      why: { type: 'string', value: 'FILE', help: 'Write why each row was taken, as JSON lines.' },
    },
    run: selectCommand,
  },
  compare: {
    usage: 'compare FILE --n N --methods a,b,…',
    summary: 'Selectors side by side at equal n.',
    options: {
      ...commonOptions,
      ...normalizeOptions,
      ...selectOptions,
      methods: { type: 'string', value: 'LIST', help: 'Selectors, separated by commas (all).' },
    },
    run: compareCommand,
  },
  evaluate: {
    usage: 'evaluate FILE --reference FILE',
    summary: 'A tagger against a reference: exact and fuzzy precision, recall and F1.',
    options: {
      ...commonOptions,
      reference: { type: 'string', value: 'FILE', help: 'The dataset or journal that holds the reference tags.' },
      'reference-field': { type: 'string', value: 'PATH', help: 'Field of the reference that holds its tags.' },
    },
    run: evaluateCommand,
  },
};

export function helpText(): string[] {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  return [
    'sft-lens: tags, normalizes, measures and selects supervised fine-tuning data.',
    '',
    ...Object.values(commands).map(({ usage, summary }) => `  sft-lens ${usage.padEnd(width)}  ${summary}`),
    '',
    'sft-lens COMMAND --help lists the options of a command.',
  ];
}

export function commandHelp({ usage, summary, options }: Command): string[] {
  const left = Object.entries(options).map(([name, { value }]) => `--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...left.map((text) => text.length));
  return [
    `sft-lens ${usage}`,
    summary,
    '',
    ...Object.values(options).map(({ help }, index) => `  ${left[index]!.padEnd(width)}  ${help}`),
  ];
}
