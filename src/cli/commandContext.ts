/** What every command is given: its arguments, the terminal, and the engine's folders. */
import { homedir } from 'node:os';
import path from 'node:path';
import {
  endpointEmbedderSource,
  fileEmbedderSource,
  localEmbedderSource,
  type EmbedderSource,
} from '../node/session/embedderSource';
import type { PoolOptions } from '../node/session/taggedPool';
import { apiKeyFor, keySource } from './apiKey';
import type { ParsedArguments } from './arguments';
import type { VectorChoice } from './normalizeOptions';
import type { Terminal } from './terminal';

export interface CommandContext {
  readonly parsed: ParsedArguments;
  readonly terminal: Terminal;
  readonly isJson: boolean;
}

/** The build's folder: the bundle of the command line lies in it. */
export const distFolder = __dirname;

/** Where vectors and spill files are kept between runs. */
export function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'sft-lens');
}

export function embedderSourceOf(
  choice: VectorChoice,
  { parsed, terminal }: Pick<CommandContext, 'parsed' | 'terminal'>,
): EmbedderSource {
  switch (choice.kind) {
    case 'file':
      return fileEmbedderSource(choice.prefix);
    case 'endpoint':
      return toldSource(choice, apiKeyFor(choice.baseUrl, keySource({ parsed, terminal })), terminal);
    case 'local': {
      const note = (line: string) => terminal.note(line);
      return localEmbedderSource({
        distFolder,
        cacheFolder: cacheFolder(),
        log: { info: () => {}, warn: note, error: note },
      });
    }
  }
}

/** Says what is sent, and where to, before it is. */
function toldSource(
  { baseUrl, model }: VectorChoice & { readonly kind: 'endpoint' },
  apiKey: string | undefined,
  terminal: Terminal,
): EmbedderSource {
  const source = endpointEmbedderSource({ baseUrl, model, apiKey }, cacheFolder());
  let isTold = false;
  return {
    ...source,
    open: () => {
      if (!isTold) terminal.note(`The names of tags, and no queries, go to ${baseUrl} (${model}) for their vectors.`);
      isTold = true;
      return source.open();
    },
  };
}

export function poolOptions({ parsed, terminal }: CommandContext): PoolOptions {
  return {
    query: parsed.text('query'),
    tagsField: parsed.text('tags-field'),
    journal: parsed.text('journal'),
    ...terminal.work('Reading'),
  };
}
