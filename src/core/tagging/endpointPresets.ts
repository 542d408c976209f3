/** Services and servers that speak the OpenAI protocol. */

export interface EndpointPreset {
  readonly id: string;
  readonly name: string;
  /** Parts in `<angle brackets>` are to be replaced. */
  readonly baseUrl: string;
  readonly needsKey: boolean;
  /** Requests at once that it stands by default. */
  readonly maxConcurrency: number;
  readonly exampleModel: string;
  /** One sentence on how to get it running. */
  readonly hint: string;
}

export const endpointPresets: readonly EndpointPreset[] = [
  preset('openai', 'OpenAI', 'https://api.openai.com/v1', 64, 'gpt-4o-mini', 'Make a key at platform.openai.com.'),
  preset(
    'azure',
    'Azure OpenAI',
    'https://<resource>.openai.azure.com/openai/v1',
    32,
    '<deployment name>',
    'The model is the name of your deployment; the key is that of the resource.',
  ),
  preset(
    'openrouter',
    'OpenRouter',
    'https://openrouter.ai/api/v1',
    32,
    'openai/gpt-4o-mini',
    'Make a key at openrouter.ai/keys.',
  ),
  local(
    'ollama',
    'Ollama',
    'http://localhost:11434/v1',
    4,
    'llama3.1',
    'Run `ollama serve` and `ollama pull llama3.1`.',
  ),
  local(
    'lmstudio',
    'LM Studio',
    'http://localhost:1234/v1',
    4,
    '<loaded model>',
    'Load a model and start the server in LM Studio.',
  ),
  local('vllm', 'vLLM', 'http://localhost:8000/v1', 64, 'OFA-Sys/InsTagger', 'Run `vllm serve OFA-Sys/InsTagger`.'),
  local('llamacpp', 'llama.cpp', 'http://localhost:8080/v1', 4, '<any name>', 'Run `llama-server -m model.gguf`.'),
];

/** A preset by its id, or null. */
export function endpointPreset(id: string): EndpointPreset | null {
  return endpointPresets.find((candidate) => candidate.id === id) ?? null;
}

function preset(
  id: string,
  name: string,
  baseUrl: string,
  maxConcurrency: number,
  exampleModel: string,
  hint: string,
): EndpointPreset {
  return { id, name, baseUrl, needsKey: true, maxConcurrency, exampleModel, hint };
}

function local(...facts: Parameters<typeof preset>): EndpointPreset {
  return { ...preset(...facts), needsKey: false };
}
