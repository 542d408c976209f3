/** An endpoint does what no question may follow: its message says what, and what to do. Trying again would not help. */
export class EndpointRefusal extends Error {
  override readonly name = 'EndpointRefusal';
}

/** The refusal behind an error, through whatever wrapped it. */
export function endpointRefusalIn(error: unknown): EndpointRefusal | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof EndpointRefusal) return cause;
  return null;
}
