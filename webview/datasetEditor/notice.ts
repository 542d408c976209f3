/** One short message above the table: what just could not be done, with a way on. It replaces the one before. */
import { button, iconButton } from '../shared/controls';
import { element, setChildren } from '../shared/dom';
import { icon } from '../shared/icons';
import { words } from './text';

export interface Notice {
  readonly node: HTMLElement;
  show(message: string, action?: { readonly label: string; readonly run: () => void }): void;
  showError(error: unknown): void;
  hide(): void;
}

export function createNotice(): Notice {
  const node = element('div', { class: 'notice', role: 'alert', isHidden: true, testId: 'notice' });
  const hide = () => (node.hidden = true);
  const show: Notice['show'] = (message, action) => {
    node.hidden = false;
    setChildren(
      node,
      icon('info'),
      element('span', { class: 'selectable notice-text', text: message, direction: 'auto' }),
      action === undefined ? null : button({ label: action.label, onClick: () => (hide(), action.run()) }),
      iconButton({ label: words.dismiss, icon: 'close', onClick: hide }),
    );
  };
  return { node, show, hide, showError: (error) => show(error instanceof Error ? error.message : String(error)) };
}
