/** Runs a selector under constraints: checks the request, takes the pinned rows, runs the selector, pads if asked. */
import type { LongWork } from '../ports';
import type { Selection, SelectionData, SelectionRefusal, SelectionRequest } from './selector';

/** The selection, or why the request cannot be carried out. Same data and request, same result. */
export function selectRows(
  data: SelectionData,
  request: SelectionRequest,
  work: LongWork = {},
): Selection | SelectionRefusal {
  return { kind: 'refused', problems: [`${request.method} is not built yet: ${data.tagNames.length} ${typeof work}`] };
}
