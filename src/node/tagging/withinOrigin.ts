/**
 * A `fetch` that follows redirects within one origin only. By itself `fetch` takes the body, and every header but
 * `Authorization`, to wherever an endpoint points: the keys of Azure and of gateways stand in headers of their own.
 */
import { EndpointRefusal } from './endpointRefusal';

export type Fetch = typeof globalThis.fetch;

const mostRedirects = 5;

/** Rejects with `EndpointRefusal`, which names both hosts, where the endpoint points elsewhere. */
export function withinOrigin(send: Fetch): Fetch {
  return async (input, init) => {
    if (input instanceof Request) return send(input, { ...init, redirect: 'error' });
    let url = new URL(input);
    for (let redirects = 0; ; redirects++) {
      const response = await send(url.href, { ...init, redirect: 'manual' });
      const target = targetOf(response, url);
      if (target === null || !isRepeatable(response, init)) return response;
      await response.body?.cancel();
      checkTarget(url, target, redirects);
      url = target;
    }
  };
}

function checkTarget(from: URL, to: URL, redirects: number): void {
  if (to.origin !== from.origin)
    throw new EndpointRefusal(
      `${from.origin} redirects to ${to.origin}. Neither the key nor any text is sent on to another host. ` +
        'If you trust it, make it the base URL.',
    );
  if (redirects >= mostRedirects)
    throw new EndpointRefusal(`${from.origin} redirects without end, at last to ${to.pathname}. Check the base URL.`);
}

function targetOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  return URL.canParse(location, from.href) ? new URL(location, from) : null;
}

/** What "see other" would make of a question is another one; a stream was read already. */
function isRepeatable({ status }: Response, { method = 'GET', body }: RequestInit = {}): boolean {
  return (status !== 303 || method === 'GET') && !(body instanceof ReadableStream);
}
