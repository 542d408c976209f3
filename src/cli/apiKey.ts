/** Which key of the environment goes to an endpoint. */
import { isOpenaiHost } from '../core/tagging/openaiHosts';
import { UsageError, type OptionTable } from './arguments';
import type { CommandContext } from './commandContext';

export const apiKeyOption: OptionTable = {
  'api-key-env': {
    type: 'string',
    value: 'NAME',
    help: 'Environment variable that holds the key (SFT_LENS_API_KEY, or OPENAI_API_KEY for OpenAI, Azure and this machine).',
  },
};

export interface KeySource {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variable that was named; it goes wherever the command sends to. */
  readonly named?: string | undefined;
  /** Told where a key stays behind. */
  readonly note: (line: string) => void;
}

export function keySource({ parsed, terminal }: Pick<CommandContext, 'parsed' | 'terminal'>): KeySource {
  const note = (line: string): void => terminal.note(line);
  return { environment: process.env, named: parsed.text('api-key-env'), note };
}

/** OpenAI's key goes to nobody else unless it is named; undefined where there is no key for the endpoint. */
export function apiKeyFor(baseUrl: string, { environment, named, note }: KeySource): string | undefined {
  if (named !== undefined) {
    if (!environment[named]) throw new UsageError(`--api-key-env ${named}: the environment holds no ${named}.`);
    return environment[named];
  }
  const openaiKey = environment['OPENAI_API_KEY'] || undefined;
  const own = environment['SFT_LENS_API_KEY'] || undefined;
  if (own !== undefined || openaiKey === undefined) return own;
  const { host, hostname } = new URL(baseUrl);
  if (isOpenaiHost(host) || isLoopback(hostname)) return openaiKey;
  note(`OPENAI_API_KEY is not sent to ${host}, which is not OpenAI's. To send it, say --api-key-env OPENAI_API_KEY.`);
  return undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
