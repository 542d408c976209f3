/** The options of `sft-lens tag`. */
import { apiKeyOption } from './apiKey';
import type { OptionTable } from './arguments';

export const tagOptions: OptionTable = {
  tagger: { type: 'string', value: 'NAME', help: 'openai, instagger or local (default: local).' },
  'base-url': { type: 'string', value: 'URL', help: 'Base URL of the OpenAI-compatible endpoint.' },
  model: { type: 'string', value: 'NAME', help: 'Model to ask for.' },
  ...apiKeyOption,
  prompt: {
    type: 'string',
    value: 'NAME|FILE',
    help: 'Prompt template: instag-1, instag-plain-1, instagger-1, instagger-2, or a text file with {{query}} in it.',
  },
  'retry-failed': {
    type: 'boolean',
    help: 'Only what could not be tagged before, also with another model; the tags fill the gaps.',
  },
  concurrency: { type: 'string', value: 'N', help: 'Most requests under way at once.' },
  limit: { type: 'string', value: 'N', help: 'Tag at most this many queries.' },
  rows: { type: 'string', value: 'A-B', help: 'Only these rows, counted from 0, both included.' },
  'max-requests': { type: 'string', value: 'N', help: 'Stop cleanly after this many requests.' },
  'max-cost': { type: 'string', value: 'X', help: 'Stop cleanly at this cost.' },
  'batch-out': {
    type: 'string',
    value: 'DIR',
    help: 'Write batch files there (Batch API, vLLM run-batch); send nothing.',
  },
  'batch-in': {
    type: 'string',
    value: 'FILE',
    isMultiple: true,
    help: 'Read answers from an output file of a batch; may be given several times.',
  },
  'batch-submit': { type: 'boolean', help: 'Upload what is left as a batch: cheaper, answers within a day.' },
  'batch-collect': { type: 'boolean', help: 'Ask how the batch is and take in what is ready.' },
  'tags-file': {
    type: 'string',
    value: 'FILE',
    help: 'Take tags of rows from JSON lines {"row":0,"tags":[…]} into the journal; nothing is sent.',
  },
  'batch-cancel': { type: 'boolean', help: 'Ask the service to stop the batch; --batch-collect takes in what it did.' },
  'dry-run': { type: 'boolean', help: 'Estimate only; nothing is sent.' },
};
