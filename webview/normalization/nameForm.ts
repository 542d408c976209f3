/** Asks for one name. */
import { button, textField } from '../shared/controls';
import { element } from '../shared/dom';
import { closePopovers, openPopover } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';

export function askForName(place: PopoverPlace, label: string, value: string, onName: (name: string) => void): void {
  const finish = () => {
    const name = field.value().trim();
    if (name === '') return field.focus();
    closePopovers();
    onName(name);
  };
  const field = textField({ label, value, placeholder: label, testId: 'name-field', onEnter: finish });
  const content = element(
    'div',
    { class: 'form-body' },
    field.node,
    button({ label: 'OK', isPrimary: true, onClick: finish }),
  );
  openPopover({ content, place, class: 'form', label });
  requestAnimationFrame(() => field.focus());
}
