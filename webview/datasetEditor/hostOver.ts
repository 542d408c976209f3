/** The host as an object whose methods are calls over the channel. */
import type { DatasetEditorHost, DatasetEditorPage } from '../../src/protocol/datasetEditor';
import type { Rpc } from '../../src/protocol/rpc';

export function hostOver(rpc: Rpc<DatasetEditorPage, DatasetEditorHost>): DatasetEditorHost {
  return {
    ready: (params) => rpc.call('ready', params),
    readPage: (params) => rpc.call('readPage', params),
    readRow: (params) => rpc.call('readRow', params),
    readRaw: (params) => rpc.call('readRaw', params),
    readPart: (params) => rpc.call('readPart', params),
    applyView: (params, signal) => rpc.call('applyView', params, signal),
    positionOf: (params) => rpc.call('positionOf', params),
    suggestTags: (params) => rpc.call('suggestTags', params),
    focusRows: (params) => rpc.call('focusRows', params),
    startTagging: (params) => rpc.call('startTagging', params),
    pauseTagging: (params) => rpc.call('pauseTagging', params),
    resumeTagging: (params) => rpc.call('resumeTagging', params),
    stopTagging: (params) => rpc.call('stopTagging', params),
    dismissTagging: (params) => rpc.call('dismissTagging', params),
    setMapping: (params) => rpc.call('setMapping', params),
    setMark: (params) => rpc.call('setMark', params),
    editTag: (params) => rpc.call('editTag', params),
    copyRow: (params) => rpc.call('copyRow', params),
    runCommand: (params) => rpc.call('runCommand', params),
  };
}
