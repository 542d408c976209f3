/** The exact bytes of a row as text, in colours where that is cheap; nothing is added, left out or indented. */
import type { RawRow } from '../../../src/protocol/datasetEditor';
import { element } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { words } from '../text';
import { highlightedNodes } from './highlight';

export function rawView(raw: RawRow): HTMLElement {
  const content = element('pre', { class: 'raw mono selectable', testId: 'raw', direction: 'ltr' });
  content.append(...highlightedNodes(raw.text, 'json'));
  return element(
    'div',
    { class: 'raw-holder' },
    raw.isCut ? element('p', { class: 'quiet', text: words.detail.rawCut(formatCount(raw.text.length)) }) : null,
    content,
  );
}
