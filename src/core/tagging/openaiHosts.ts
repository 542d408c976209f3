/** Hosts of OpenAI and of Azure's OpenAI, with or without a port: a key of theirs in the environment is meant for them. */
export function isOpenaiHost(host: string): boolean {
  return /^([\w-]+\.)*(api\.openai\.com|openai\.azure\.com)(:\d+)?$/i.test(host);
}
