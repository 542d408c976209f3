/** Entry of the Insights panel's page. */
import './insights.css';
import type { InsightsHost, InsightsPage } from '../../src/protocol/insights';
import { registerControls } from '../shared/controls';
import { connect, openHost } from '../shared/hostChannel';
import { wordsFor } from '../shared/language';
import { onDidChangeTheme } from '../shared/theme';
import { drawChart } from './charts/chartDrawing';
import type { HostCalls } from './hostCalls';
import { InsightsPanel } from './insightsPanel';
import { chinese } from './words/chinese';
import { english } from './words/english';

registerControls();
const { channel, state } = openHost();
// The panel answers the host, and the channel needs whom to answer: calls go out only once both exist.
const host: HostCalls = { call: (method, params, signal) => rpc.call(method, params, signal) };
const panel = new InsightsPanel({
  words: wordsFor({ en: english, zh: chinese }),
  host,
  state,
  createDrawing: drawChart,
});
const rpc = connect<InsightsPage, InsightsHost>(channel, panel);
document.body.append(panel.node);
onDidChangeTheme(() => panel.restyle());
void panel.start();
