/** What a server and model accept: learnt from their refusals, remembered for the rest of the run. */
import { APIError } from 'openai';

export interface RequestShape {
  readonly format: 'schema' | 'json' | 'plain';
  readonly limitName: 'max_tokens' | 'max_completion_tokens';
  readonly hasTemperature: boolean;
}

/** The shape to try next after a refusal, or null where the refusal is not about the shape. */
export function adaptedShape(shape: RequestShape, error: unknown): RequestShape | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422 && error.status !== 501))
    return null;
  const text = `${error.param ?? ''} ${error.code ?? ''} ${error.message}`.toLowerCase();
  if (/max_tokens/.test(text) && shape.limitName === 'max_tokens')
    return { ...shape, limitName: 'max_completion_tokens' };
  if (/temperature/.test(text) && shape.hasTemperature) return { ...shape, hasTemperature: false };
  if (!/response_format|json_schema|json_object|json mode|structured|schema|grammar/.test(text)) return null;
  if (shape.format === 'schema') return { ...shape, format: 'json' };
  return shape.format === 'json' ? { ...shape, format: 'plain' } : null;
}
