/** The bench of selectors: the same n for each, one line of figures per selector. */
import type { LongWork } from '../ports';
import type { SelectionData, SelectionRefusal, SelectionRequest, SelectorName } from '../select/selector';
import type { MethodFigures } from './measures';

export interface CompareRequest extends Omit<SelectionRequest, 'method'> {
  readonly methods: readonly SelectorName[];
  /** Random is repeated with this many seeds for its interval; 20 by default. */
  readonly randomDraws?: number;
}

export interface SelectionComparison {
  readonly kind: 'comparison';
  readonly n: number;
  readonly methods: readonly MethodFigures[];
  /** `overlap[i][j]`: share of method i's rows that method j takes too. */
  readonly overlap: readonly (readonly number[])[];
}

/** Runs each selector and measures what it took. */
export function compareSelections(
  data: SelectionData,
  request: CompareRequest,
  work: LongWork = {},
): SelectionComparison | SelectionRefusal {
  throw new Error(`Not built yet: ${data.tagNames.length} ${request.count} ${typeof work}`);
}
