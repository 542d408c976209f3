/** The list of keys behind `?`. */
import { element } from '../shared/dom';
import { openPopover } from '../shared/popover';
import { words } from './text';

export function openHelp(): void {
  const content = element(
    'div',
    { class: 'help', tabIndex: -1 },
    element('h2', { text: words.help.title }),
    element(
      'dl',
      {},
      ...words.help.keys.flatMap(([keys, meaning]) => [
        element('dt', {}, ...keys.split(/( \+ |, | (?=[↑↓→←])|、)/).map(keyCap)),
        element('dd', { text: meaning }),
      ]),
    ),
  );
  const middle = { left: Math.max(8, window.innerWidth / 2 - 200), top: 60, bottom: 60 };
  openPopover({ content, place: middle, label: words.help.title, testId: 'help' });
  content.focus();
}

function keyCap(text: string, index: number): Node {
  return index % 2 === 1 ? document.createTextNode(text) : element('kbd', { text });
}
