import type { DatasetEditorHost, DatasetEditorPage } from '../../src/protocol/datasetEditor';
import { registerControls } from '../shared/controls';
import { connect, openHost } from '../shared/hostChannel';
import './datasetEditor.css';
import { EditorPage } from './editorPage';
import { readPageState } from './pageState';

registerControls();
const host = openHost();
const page = new EditorPage(
  (receiver) => connect<DatasetEditorPage, DatasetEditorHost>(host.channel, receiver),
  readPageState(host.state.read()),
  (state) => host.state.write(state),
  document.body,
);
document.body.append(page.node);
void page.start();
