/** Prices of models, dated; users edit the table in the settings. */
import type { TokenPrice } from './runTally';

export interface ModelPrice extends TokenPrice {
  /** A model's name or its beginning; the longest that fits counts. */
  readonly model: string;
}

export interface PriceTable {
  /** Day on which the prices were read, ISO 8601. */
  readonly date: string;
  readonly models: readonly ModelPrice[];
}

/** US dollars per million tokens, as published by OpenAI; written down from memory and not checked since. */
export const defaultPrices: PriceTable = {
  date: '2025-08-07',
  models: [
    { model: 'gpt-4o-mini', promptPerMillion: 0.15, completionPerMillion: 0.6 },
    { model: 'gpt-4o', promptPerMillion: 2.5, completionPerMillion: 10 },
    { model: 'gpt-4.1', promptPerMillion: 2, completionPerMillion: 8 },
    { model: 'gpt-4.1-mini', promptPerMillion: 0.4, completionPerMillion: 1.6 },
    { model: 'gpt-4.1-nano', promptPerMillion: 0.1, completionPerMillion: 0.4 },
    { model: 'gpt-5', promptPerMillion: 1.25, completionPerMillion: 10 },
    { model: 'gpt-5-mini', promptPerMillion: 0.25, completionPerMillion: 2 },
    { model: 'gpt-5-nano', promptPerMillion: 0.05, completionPerMillion: 0.4 },
    { model: 'gpt-3.5-turbo', promptPerMillion: 0.5, completionPerMillion: 1.5 },
    { model: 'o4-mini', promptPerMillion: 1.1, completionPerMillion: 4.4 },
  ],
};

/** The price of a model, `openai/` before its name or not; null where none is known. */
export function priceOf(model: string, table: PriceTable = defaultPrices): TokenPrice | null {
  const name = model.slice(model.lastIndexOf('/') + 1);
  const fitting = table.models.filter((price) => isNameOf(price.model, name));
  return fitting.reduce<ModelPrice | null>((best, price) => (longer(price, best) ? price : best), null);
}

/** `gpt-4o` names `gpt-4o-2024-08-06`, but not `gpt-4o-mini` or `gpt-4omni`. */
function isNameOf(listed: string, name: string): boolean {
  return name === listed || (name.startsWith(listed) && /^(-\d|-latest|-preview|@)/.test(name.slice(listed.length)));
}

function longer(price: ModelPrice, best: ModelPrice | null): boolean {
  return best === null || price.model.length > best.model.length;
}
