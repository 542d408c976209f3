/**
 * Calls across a boundary: webview and host, thread and host. One interface per direction is the protocol; each method
 * takes one object. Every call settles: with a result, an error, cancellation, or the end of the channel.
 */
import type { AbortSignalLike } from '../core/ports';
import { CancelSource, Cancelled } from './cancelSource';

export interface Channel {
  post(message: unknown): void;
  /** Returns the way to stop listening. */
  onMessage(listener: (message: unknown) => void): () => void;
}

type MethodName<T> = Extract<keyof T, string>;
type ParamsOf<F> = F extends (params: infer P, signal: AbortSignalLike) => unknown ? P : never;
type ResultOf<F> = F extends (...args: never[]) => infer R ? Awaited<R> : never;

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'notify'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string };

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** An error of the other side: its name and message, nothing more crosses. */
export class RemoteError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'notify':
      return 'method' in value && typeof value.method === 'string';
    case 'call':
      return 'id' in value && typeof value.id === 'number' && 'method' in value && typeof value.method === 'string';
    case 'cancel':
    case 'result':
      return 'id' in value && typeof value.id === 'number';
    case 'error':
      return 'id' in value && typeof value.id === 'number' && 'message' in value && typeof value.message === 'string';
    default:
      return false;
  }
}

/** One end of a channel: answers with `local`, calls `Remote`. */
export class Rpc<Local extends object, Remote extends object> {
  private nextId = 1;
  private isDisposed = false;
  private readonly waiting = new Map<number, Waiting>();
  private readonly running = new Map<number, CancelSource>();
  private readonly stopListening: () => void;

  constructor(
    private readonly channel: Channel,
    private readonly local: Local,
    private readonly onUnhandled: (error: Error) => void = () => {},
  ) {
    this.stopListening = channel.onMessage((message) => this.receive(message));
  }

  /** Calls a method of the other side; rejects with `Cancelled` when the signal fires first. */
  call<K extends MethodName<Remote>>(
    method: K,
    params: ParamsOf<Remote[K]>,
    signal?: AbortSignalLike,
  ): Promise<ResultOf<Remote[K]>> {
    if (this.isDisposed) return Promise.reject(new Cancelled('The channel is closed.'));
    if (signal?.aborted) return Promise.reject(new Cancelled());
    const id = this.nextId++;
    return new Promise<ResultOf<Remote[K]>>((resolve, reject) => {
      const onAbort = () => {
        this.channel.post({ kind: 'cancel', id });
        this.settle(id)?.reject(new Cancelled());
      };
      const stopWatching = () => signal?.removeEventListener('abort', onAbort);
      signal?.addEventListener('abort', onAbort);
      this.waiting.set(id, {
        resolve: (value) => (stopWatching(), resolve(value as ResultOf<Remote[K]>)),
        reject: (error) => (stopWatching(), reject(error)),
      });
      this.channel.post({ kind: 'call', id, method, params });
    });
  }

  /** Tells the other side; nothing comes back. */
  notify<K extends MethodName<Remote>>(method: K, params: ParamsOf<Remote[K]>): void {
    if (!this.isDisposed) this.channel.post({ kind: 'notify', method, params });
  }

  /** Ends the channel: callers waiting here are rejected, work running here is cancelled. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.stopListening();
    for (const source of this.running.values()) source.cancel();
    for (const id of [...this.waiting.keys()]) this.settle(id)?.reject(new Cancelled('The channel is closed.'));
  }

  private receive(message: unknown): void {
    if (this.isDisposed || !isMessage(message)) return;
    switch (message.kind) {
      case 'call':
        void this.answer(message.id, message.method, message.params);
        break;
      case 'notify':
        void this.run(message.method, message.params, new CancelSource()).catch(this.onUnhandled);
        break;
      case 'cancel':
        this.running.get(message.id)?.cancel();
        break;
      case 'result':
        this.settle(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.settle(message.id)?.reject(
          message.name === Cancelled.label ? new Cancelled() : new RemoteError(message.name, message.message),
        );
        break;
    }
  }

  private async answer(id: number, method: string, params: unknown): Promise<void> {
    const source = new CancelSource();
    this.running.set(id, source);
    try {
      const value = await this.run(method, params, source);
      this.post({ kind: 'result', id, value });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      this.post({ kind: 'error', id, name, message });
    } finally {
      this.running.delete(id);
    }
  }

  private async run(method: string, params: unknown, source: CancelSource): Promise<unknown> {
    const handler: unknown = Reflect.get(this.local, method);
    if (typeof handler !== 'function' || method === 'constructor') throw new Error(`There is no method "${method}".`);
    return (await Reflect.apply(handler, this.local, [params, source])) as unknown;
  }

  private post(message: Message): void {
    if (!this.isDisposed) this.channel.post(message);
  }

  private settle(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }
}
