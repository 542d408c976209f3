/** Prices of models from the settings' table. */
import { priceOf } from '../../core/tagging/priceTable';
import type { TokenPrice } from '../../core/tagging/runTally';
import type { ModelPrice } from '../settings';

export interface DatedPrice extends TokenPrice {
  /** When the price was looked up; empty where the table does not say. */
  readonly asOf: string;
}

/** The price of a model or of the name it begins with; null where the table has none. */
export function priceOfModel(model: string, prices: Readonly<Record<string, ModelPrice>>): DatedPrice | null {
  const models = Object.entries(prices).map(([name, { inputPerMillion, outputPerMillion, asOf }]) => ({
    model: name,
    promptPerMillion: inputPerMillion,
    completionPerMillion: outputPerMillion,
    asOf: asOf ?? '',
  }));
  const found = priceOf(model, { date: '', models });
  return models.find((price) => price.model === model || price === found) ?? null;
}
