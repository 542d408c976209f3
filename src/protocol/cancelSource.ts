import type { AbortSignalLike } from '../core/ports';

/** Thrown by whatever was cancelled; its name is how cancellation crosses a boundary. Never shown as a failure. */
export class Cancelled extends Error {
  static readonly label = 'Cancelled';

  constructor(message = 'Cancelled.') {
    super(message);
    this.name = Cancelled.label;
  }
}

export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === Cancelled.label || error.name === 'AbortError');
}

/** A signal with its own trigger, for places without `AbortController`. */
export class CancelSource implements AbortSignalLike {
  private isAborted = false;
  private readonly listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.isAborted;
  }

  throwIfAborted(): void {
    if (this.isAborted) throw new Cancelled();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }

  cancel(): void {
    if (this.isAborted) return;
    this.isAborted = true;
    const told = [...this.listeners];
    this.listeners.clear();
    for (const listener of told) listener();
  }
}
