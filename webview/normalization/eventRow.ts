/** One drop or merge in the list. */
import type { AuditEvent } from '../../src/protocol/normalization';
import { element } from '../shared/dom';
import { formatCount } from '../shared/format';
import { icon } from '../shared/icons';
import { reasonText } from './reasonText';
import { words } from './text';

const shownMembers = 4;

/** The row of an event, or a placeholder while it is being read. */
export function eventRow(event: AuditEvent | undefined, isActive: boolean, onPress: () => void): HTMLElement {
  const made = element('div', {
    class: `event ${isActive ? 'active' : ''} ${event?.decision ?? ''}`,
    role: 'option',
    aria: { selected: String(isActive) },
  });
  made.addEventListener('mousedown', (pressed) => {
    if (pressed.button !== 0) return;
    pressed.preventDefault();
    onPress();
  });
  if (event === undefined) {
    made.append(element('span', { class: 'quiet', text: words.events.loading }));
    return made;
  }
  made.append(
    nearDot(event),
    kindIcon(event),
    element('span', { class: 'event-tag', text: event.tag, direction: 'auto' }),
    membersText(event),

    event.decision === undefined
      ? ''
      : element('span', { class: 'event-decision quiet', text: words.events[event.decision] }),
    element('span', { class: 'event-reason quiet', text: reasonText(event.reason), title: reasonText(event.reason) }),
    element('span', {
      class: 'event-count number quiet',
      text: formatCount(event.count),
      title: words.events.count(event.count),
    }),
  );
  return made;
}

/** Marks what is close to a threshold; an empty place keeps the names in line. */
function nearDot({ isNear }: AuditEvent): HTMLElement {
  if (!isNear) return element('span', { class: 'event-far' });
  return element('span', { class: 'event-near', role: 'img', label: words.events.near, title: words.events.near });
}

function kindIcon(event: AuditEvent): HTMLElement {
  return event.kind === 'drop' ? icon('trash', words.events.drop) : icon('git-merge', words.events.merge);
}

function membersText({ kind, members }: AuditEvent): HTMLElement | string {
  if (members.length === 0) return '';
  const names = members.slice(0, shownMembers).map((member) => member.tag);
  const rest = members.length - names.length;
  const text = `${kind === 'merge' ? '← ' : ''}${names.join(', ')}${rest > 0 ? ` ${words.events.more(rest)}` : ''}`;
  return element('span', {
    class: 'event-members',
    text,
    title: members.map((member) => member.tag).join(', '),
    direction: 'auto',
  });
}
