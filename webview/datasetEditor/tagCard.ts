/** The card that explains a tag while the pointer or the focus is on it. There is one at a time. */
import type { TagPill } from '../../src/protocol/datasetEditor';
import { element } from '../shared/dom';
import { isPopoverOpen, placeBelow, positionWithin } from '../shared/popover';
import { words } from './text';

const cardId = 'tag-card';
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Shows the card of a pill after a delay. */
export function showTagCard(anchor: HTMLElement, pill: TagPill, tagger: string | undefined, delayMs: number): void {
  hideTagCard();
  waiting = setTimeout(() => {
    if (!anchor.isConnected || isPopoverOpen()) return;
    const card = cardElement(pill, tagger);
    card.id = cardId;
    document.body.append(card);
    anchor.setAttribute('aria-describedby', cardId);
    positionWithin(card, placeBelow(anchor));
  }, delayMs);
}

export function hideTagCard(): void {
  clearTimeout(waiting);
  document.getElementById(cardId)?.remove();
}

function cardElement(pill: TagPill, tagger: string | undefined): HTMLElement {
  const line = (text: string | undefined, style: string) =>
    text === undefined ? null : element('div', { class: style, text, direction: 'auto' });
  return element(
    'div',
    { class: 'popover tag-card', role: 'tooltip' },
    line(pill.name, 'tag-card-name'),
    line(pill.explanation, ''),
    line(pill.isDropped === true ? words.pill.dropped : undefined, 'quiet'),
    line(pill.rawName === undefined ? undefined : words.pill.raw(pill.rawName), 'quiet'),
    line(tagger === undefined ? undefined : words.pill.tagger(tagger), 'quiet'),
    line(words.pill.hint, 'quiet tag-card-hint'),
  );
}
