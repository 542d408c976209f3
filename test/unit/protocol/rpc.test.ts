import { describe, expect, it } from 'vitest';
import { Cancelled, CancelSource } from '../../../src/protocol/cancelSource';
import { Rpc, type Channel } from '../../../src/protocol/rpc';
import type { AbortSignalLike } from '../../../src/core/ports';

interface Host {
  double(params: { readonly value: number }): Promise<number>;
  fail(params: Record<string, never>): Promise<void>;
  wait(params: Record<string, never>, signal: AbortSignalLike): Promise<void>;
}
interface Page {
  tell(params: { readonly text: string }): void;
}

/** Two ends joined through structured clones, delivered in later microtasks as a real channel does. */
function joinedChannels(): [Channel, Channel] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1): Channel => ({
    post: (message) => {
      const copy: unknown = structuredClone(message);
      queueMicrotask(() => listeners[own === 0 ? 1 : 0].forEach((listener) => listener(copy)));
    },
    onMessage: (listener) => {
      listeners[own].add(listener);
      return () => void listeners[own].delete(listener);
    },
  });
  return [end(0), end(1)];
}

function connected() {
  const told: string[] = [];
  const aborted: boolean[] = [];
  const host: Host = {
    double: async ({ value }) => 2 * value,
    fail: async () => {
      throw new RangeError('eps must be positive, got -1.');
    },
    wait: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted.push(true);
          reject(new Cancelled());
        });
      }),
  };
  const [a, b] = joinedChannels();
  const hostEnd = new Rpc<Host, Page>(a, host);
  const pageEnd = new Rpc<Page, Host>(b, { tell: ({ text }) => void told.push(text) });
  return { hostEnd, pageEnd, told, aborted, raw: b };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Rpc', () => {
  it('ties a reply to its call', async () => {
    const { pageEnd } = connected();
    const replies = [pageEnd.call('double', { value: 2 }), pageEnd.call('double', { value: 21 })];
    expect(await Promise.all(replies)).toEqual([4, 42]);
  });

  it('carries errors as name and message', async () => {
    const { pageEnd } = connected();
    await expect(pageEnd.call('fail', {})).rejects.toMatchObject({
      name: 'RangeError',
      message: 'eps must be positive, got -1.',
    });
  });

  it('delivers notifications in order', async () => {
    const { hostEnd, told } = connected();
    hostEnd.notify('tell', { text: 'one' });
    hostEnd.notify('tell', { text: 'two' });
    await settle();
    expect(told).toEqual(['one', 'two']);
  });

  it('cancels the work on the other side and rejects the caller', async () => {
    const { pageEnd, aborted } = connected();
    const source = new CancelSource();
    const waiting = pageEnd.call('wait', {}, source);
    await settle();
    source.cancel();
    await expect(waiting).rejects.toMatchObject({ name: 'Cancelled' });
    await settle();
    expect(aborted).toEqual([true]);
  });

  it('rejects at once when the signal has fired before the call', async () => {
    const { pageEnd } = connected();
    const source = new CancelSource();
    source.cancel();
    await expect(pageEnd.call('double', { value: 1 }, source)).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('settles every waiting call when the channel ends, and cancels what runs', async () => {
    const { pageEnd, hostEnd, aborted } = connected();
    const waiting = pageEnd.call('wait', {});
    await settle();
    pageEnd.dispose();
    hostEnd.dispose();
    await expect(waiting).rejects.toMatchObject({ name: 'Cancelled' });
    expect(aborted).toEqual([true]);
    await expect(pageEnd.call('double', { value: 1 })).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('refuses methods that are not there, inherited ones included', async () => {
    const { raw } = connected();
    const answers: unknown[] = [];
    raw.onMessage((message) => answers.push(message));
    raw.post({ kind: 'call', id: 7, method: 'constructor', params: {} });
    raw.post({ kind: 'call', id: 8, method: 'nothing', params: {} });
    await settle();
    expect(answers).toMatchObject([
      { kind: 'error', id: 7 },
      { kind: 'error', id: 8 },
    ]);
  });

  it.each([
    null,
    7,
    'text',
    {},
    { kind: 'call' },
    { kind: 'call', id: 'x', method: 'double' },
    { kind: 'result', id: 99, value: 1 },
    { kind: 'error', id: 1 },
  ])('ignores a message that is none: %j', async (message) => {
    const { raw, pageEnd } = connected();
    raw.post(message);
    await settle();
    expect(await pageEnd.call('double', { value: 3 })).toBe(6);
  });
});
