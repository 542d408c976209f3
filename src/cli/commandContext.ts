/** What every command is given: its arguments, the terminal, and the engine's folders. */
import { homedir } from 'node:os';
import path from 'node:path';
import { fileEmbedderSource, localEmbedderSource, type EmbedderSource } from '../node/session/embedderSource';
import type { PoolOptions } from '../node/session/taggedPool';
import type { ParsedArguments } from './arguments';
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

export function embedderSourceOf(prefix: string | undefined, terminal: Terminal): EmbedderSource {
  if (prefix !== undefined) return fileEmbedderSource(prefix);
  const note = (line: string) => terminal.note(line);
  const log = { info: () => {}, warn: note, error: note };
  return localEmbedderSource({ distFolder, cacheFolder: cacheFolder(), log });
}

export function poolOptions({ parsed, terminal }: CommandContext): PoolOptions {
  return {
    query: parsed.text('query'),
    tagsField: parsed.text('tags-field'),
    journal: parsed.text('journal'),
    ...terminal.work('Reading'),
  };
}
