/** The options of `sft-lens refine`. */
import { rowFormatNames } from '../core/export/rowFormats';
import { apiKeyOption } from './apiKey';
import { commonOptions, type OptionTable } from './arguments';

export const refineOptions: OptionTable = {
  json: commonOptions['json']!,
  quiet: commonOptions['quiet']!,
  query: commonOptions['query']!,
  help: commonOptions['help']!,
  model: { type: 'string', value: 'NAME', help: 'The model that criticizes and rewrites (costs money).' },
  'base-url': { type: 'string', value: 'URL', help: 'Base URL of the OpenAI-compatible endpoint.' },
  ...apiKeyOption,
  out: {
    type: 'string',
    value: 'FILE',
    help: 'Where the rows go: each as it is, with the refined texts under the key "refined".',
  },
  format: {
    type: 'string',
    value: rowFormatNames.join('|'),
    help: 'Write the refined rows in this shape instead of beside the originals (source).',
  },
  rows: { type: 'string', value: 'A-B', help: 'Only these rows, counted from 0, both included.' },
  concurrency: { type: 'string', value: 'N', help: 'Rows under way at once (4).' },
  'max-requests': { type: 'string', value: 'N', help: 'Requests at most in this run; go on with another.' },
  'max-cost': {
    type: 'string',
    value: 'USD',
    help: 'Do not begin where the estimate is higher; stop before the real cost is.',
  },
  'dry-run': { type: 'boolean', help: 'Count requests, tokens and cost; send and write nothing.' },
};
