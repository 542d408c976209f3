import type { NormalizationHost, NormalizationPage } from '../../src/protocol/normalization';
import { registerControls } from '../shared/controls';
import { connect, openHost } from '../shared/hostChannel';
import './normalization.css';
import { WorkbenchPage } from './workbenchPage';

registerControls();
const host = openHost();
const page = new WorkbenchPage(
  (receiver) => connect<NormalizationPage, NormalizationHost>(host.channel, receiver),
  host.state,
  document.body,
);
document.body.append(page.node);
void page.start();
