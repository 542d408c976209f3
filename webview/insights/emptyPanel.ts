/** Why there is nothing to see yet: one sentence and one button. */
import type { InsightsCommand, InsightsSnapshot } from '../../src/protocol/insights';
import { button } from '../shared/controls';
import { element } from '../shared/dom';
import { icon } from '../shared/icons';

export function emptyPanel(
  empty: NonNullable<InsightsSnapshot['empty']>,
  onRun: (command: InsightsCommand) => void,
): HTMLElement {
  const { reason, action } = empty;
  const next =
    action &&
    button({
      label: action.label,
      isPrimary: true,
      testId: 'insights-empty-action',
      onClick: () => onRun(action.command),
    });
  return element(
    'div',
    { class: 'empty-panel', testId: 'insights-empty' },
    icon('graph-scatter'),
    element('p', { text: reason }),
    next,
  );
}
