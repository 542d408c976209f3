/** Why there is nothing to see yet: one sentence and what can be done. */
import type { InsightsCommand, InsightsSnapshot } from '../../src/protocol/insights';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { icon } from '../shared/icons';

export function emptyPanel(
  empty: NonNullable<InsightsSnapshot['empty']>,
  onRun: (command: InsightsCommand) => void,
): HTMLElement {
  const { reason, actions = [] } = empty;
  const buttons = actions.map(({ label, command }, index) =>
    button({
      label,
      isPrimary: index === 0,
      testId: index === 0 ? 'insights-empty-action' : `insights-empty-${command}`,
      onClick: () => onRun(command),
    }),
  );
  return element(
    'div',
    { class: 'empty-panel', testId: 'insights-empty' },
    icon('graph-scatter'),
    element('p', { text: reason }),
    element('div', { class: 'empty-actions' }, ...buttons),
  );
}
