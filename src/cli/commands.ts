/** The commands: what each does, its options, and the function that runs it, whose packages are loaded only then. */
import type { OptionTable } from './arguments';
import { commonOptions } from './arguments';
import type { CommandContext } from './commandContext';

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: () => Promise<OptionTable>;
  readonly run: (context: CommandContext) => Promise<void>;
}

const outOption = (help: string): OptionTable => ({ out: { type: 'string', value: 'FILE', help } });

export const commands: Readonly<Record<string, Command>> = {
  inspect: {
    usage: 'inspect FILE',
    summary: 'Container, encoding, rows, shape, mapping and problems of a dataset.',
    options: async () => commonOptions,
    run: async (context) => (await import('./inspectCommand')).inspectCommand(context),
  },
  tag: {
    usage: 'tag FILE',
    summary: 'Tags what is not yet tagged.',
    options: async () => ({ ...commonOptions, ...(await import('./tagOptions')).tagOptions }),
    run: async (context) => (await import('./tagCommand')).tagCommand(context),
  },
  normalize: {
    usage: 'normalize FILE…',
    summary: 'Frequency filtering, rule, semantic and association aggregation.',
    options: async () => ({
      ...commonOptions,
      ...(await import('./normalizeOptions')).normalizeOptions,
      ...outOption('Write the recipe.'),
      'vocabulary-out': {
        type: 'string',
        value: 'FILE',
        help: 'Write the vocabulary: .txt a list, .tsv with counts and raw forms, .json an array as MIG reads it.',
      },
      'tags-out': { type: 'string', value: 'FILE', help: 'Write the normalized tags of every row, as JSON lines.' },
      fixed: {
        type: 'boolean',
        help: 'Write the vocabulary into the recipe, to see other data through the same tags.',
      },
    }),
    run: async (context) => (await import('./normalizeCommand')).normalizeCommand(context),
  },
  stats: {
    usage: 'stats FILE…',
    summary: 'Diversity and complexity with intervals; datasets against each other.',
    options: async () => ({
      ...commonOptions,
      ...(await import('./normalizeOptions')).normalizeOptions,
      seed: (await import('./selectOptions')).selectOptions['seed']!,
      'equal-n': { type: 'string', value: 'N', help: 'Coverage of N rows drawn at random, for each dataset.' },
    }),
    run: async (context) => (await import('./statsCommand')).statsCommand(context),
  },
  select: {
    usage: 'select FILE… --n N --method M --out FILE',
    summary: 'A selection as byte-exact copies of the source rows, with a manifest.',
    options: async () => ({
      ...commonOptions,
      ...(await import('./normalizeOptions')).normalizeOptions,
      ...(await import('./selectOptions')).selectOptions,
      ...(await import('./judgeOptions')).judgeOptions,
      ...(await import('./selectTargets')).targetOptions,
      method: { type: 'string', value: 'M', help: 'The selector (complexity-first).' },
      pad: { type: 'boolean', help: 'Fill a shortfall with the remaining rows.' },
    }),
    run: async (context) => (await import('./selectCommand')).selectCommand(context),
  },
  refine: {
    usage: 'refine FILE --model M --out FILE',
    summary: 'A model criticizes and rewrites answers and queries (TACOS), kept beside the original rows.',
    options: async () => (await import('./refineOptions')).refineOptions,
    run: async (context) => (await import('./refineCommand')).refineCommand(context),
  },
  compare: {
    usage: 'compare FILE --n N --methods a,b,…',
    summary: 'Selectors side by side at equal n.',
    options: async () => ({
      ...commonOptions,
      ...(await import('./normalizeOptions')).normalizeOptions,
      ...(await import('./selectOptions')).selectOptions,
      methods: { type: 'string', value: 'LIST', help: 'Selectors, separated by commas (all).' },
    }),
    run: async (context) => (await import('./compareCommand')).compareCommand(context),
  },
  evaluate: {
    usage: 'evaluate FILE --reference FILE',
    summary: 'A tagger against a reference: exact and fuzzy precision, recall and F1.',
    options: async () => ({
      ...commonOptions,
      reference: { type: 'string', value: 'FILE', help: 'The dataset or journal that holds the reference tags.' },
      'reference-field': { type: 'string', value: 'PATH', help: 'Field of the reference that holds its tags.' },
    }),
    run: async (context) => (await import('./evaluateCommand')).evaluateCommand(context),
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

export async function commandHelp(command: Command): Promise<string[]> {
  const { usage, summary } = command;
  const options = await command.options();
  const left = Object.entries(options).map(([name, { value }]) => `--${name}${value === undefined ? '' : ` ${value}`}`);
  const width = Math.max(...left.map((text) => text.length));
  return [
    `sft-lens ${usage}`,
    summary,
    '',
    ...Object.values(options).map(({ help }, index) => `  ${left[index]!.padEnd(width)}  ${help}`),
  ];
}
