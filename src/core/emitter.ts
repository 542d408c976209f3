/** A typed event: listeners are told in the order they came; telling one that throws does not keep the others from being told. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** Returns the way to stop listening. */
  readonly event = (listener: (value: T) => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  fire(value: T): void {
    const errors: unknown[] = [];
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  clear(): void {
    this.listeners.clear();
  }
}
