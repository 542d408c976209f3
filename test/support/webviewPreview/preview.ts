/** The outer page of the preview: a fake host here, the real page in a frame, messages between them as in VS Code. */
import type { Channel } from '../../../src/protocol/rpc';
import { Rpc } from '../../../src/protocol/rpc';
import type { DatasetEditorHost, DatasetEditorPage } from '../../../src/protocol/datasetEditor';
import type { NormalizationHost, NormalizationPage } from '../../../src/protocol/normalization';
import { FakeDatasetHost } from './fakeDatasetHost';
import type { FakeDataset } from './fakeDatasetHost';
import { FakeNormalizationHost } from './fakeNormalizationHost';
import type { FakeVocabulary } from './fakeNormalizationHost';

const frame = document.querySelector('iframe');
if (frame === null) throw new Error('The preview has no frame.');

const channel: Channel = {
  post: (message) => frame.contentWindow?.postMessage(message, '*'),
  onMessage(listener) {
    const onMessage = (event: MessageEvent<unknown>) => listener(event.data);
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  },
};

async function start(): Promise<void> {
  const page = new URLSearchParams(location.search).get('page') ?? 'datasetEditor';
  const data: unknown = await (await fetch('/data.json')).json();
  if (page === 'normalization') {
    const host = new FakeNormalizationHost(data as FakeVocabulary);
    const rpc = new Rpc<NormalizationHost, NormalizationPage>(channel, host, console.error);
    Object.assign(window, { host, rpc });
  } else {
    const host = new FakeDatasetHost(data as FakeDataset);
    const rpc = new Rpc<DatasetEditorHost, DatasetEditorPage>(channel, host, console.error);
    host.page = {
      showDataset: (params) => rpc.notify('showDataset', params),
      showTagging: (params) => rpc.notify('showTagging', params),
      rowsChanged: (params) => rpc.notify('rowsChanged', params),
      showView: (params) => rpc.notify('showView', params),
      revealRow: (params) => rpc.notify('revealRow', params),
      focusFind: (params) => rpc.notify('focusFind', params),
      showNotice: (params) => rpc.notify('showNotice', params),
    };
    Object.assign(window, { host, rpc });
  }
  frame?.setAttribute('src', `/frame${location.search}`);
}

void start();
