/** The page's end of the channel to the extension host, and the state that survives hiding and reloading. */
import { Rpc } from '../../src/protocol/rpc';
import type { Channel } from '../../src/protocol/rpc';

/** What a page keeps across being hidden; unknown on the way in, since an older version may have written it. */
export interface PageState {
  read(): unknown;
  write(state: unknown): void;
}

/** The channel and the state of this page. Call once: VS Code hands out its api a single time. */
export function openHost(): { readonly channel: Channel; readonly state: PageState } {
  const api = acquireVsCodeApi();
  return {
    channel: {
      post: (message) => api.postMessage(message),
      onMessage(listener) {
        const onMessage = (event: MessageEvent<unknown>) => listener(event.data);
        window.addEventListener('message', onMessage);
        return () => window.removeEventListener('message', onMessage);
      },
    },
    state: { read: () => api.getState(), write: (state) => api.setState(state) },
  };
}

/** Both directions of one page: `Page` is what the host may call here, `Host` what the page may call there. */
export function connect<Page extends object, Host extends object>(channel: Channel, page: Page): Rpc<Page, Host> {
  return new Rpc<Page, Host>(channel, page, (error) => console.error(error));
}
