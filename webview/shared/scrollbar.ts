/** A scrollbar of our own, in data units. */
import { element } from './dom';
import { thumbAt, topAtThumb } from './virtualRange';
import type { Viewport } from './virtualRange';

export interface Scrollbar {
  readonly node: HTMLElement;
  update(top: number, viewport: Viewport): void;
}

/** A vertical scrollbar; `onScroll` is told the new position while the thumb is dragged or the track is clicked. */
export function createScrollbar(onScroll: (top: number) => void): Scrollbar {
  const thumb = element('div', { class: 'scrollbar-thumb' });
  const node = element('div', { class: 'scrollbar', aria: { hidden: 'true' } }, thumb);
  let shown: { readonly top: number; readonly viewport: Viewport } | null = null;

  const scrollTo = (start: number) => {
    if (shown !== null) onScroll(topAtThumb(start, shown.viewport));
  };
  node.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const rect = thumb.getBoundingClientRect();
    const isOnThumb = event.target === thumb;
    const grip = isOnThumb ? event.clientY - rect.top : rect.height / 2;
    const trackTop = node.getBoundingClientRect().top;
    const move = (moved: PointerEvent) => scrollTo(moved.clientY - trackTop - grip);
    if (!isOnThumb) move(event);
    drag(node, event.pointerId, move);
  });

  return {
    node,
    update(top, viewport) {
      shown = { top, viewport };
      const place = thumbAt(top, viewport);
      thumb.hidden = place === null;
      if (place === null) return;
      thumb.style.height = `${place.length}px`;
      thumb.style.transform = `translateY(${place.start}px)`;
    },
  };
}

/** Follows a pointer until it is let go, wherever it moves. */
export function drag(
  target: HTMLElement,
  pointerId: number,
  onMove: (event: PointerEvent) => void,
  onEnd?: () => void,
): void {
  const listening = new AbortController();
  const { signal } = listening;
  target.setPointerCapture(pointerId);
  target.classList.add('dragging');
  const stop = () => {
    listening.abort();
    target.classList.remove('dragging');
    onEnd?.();
  };
  target.addEventListener('pointermove', onMove, { signal });
  target.addEventListener('pointerup', stop, { signal });
  target.addEventListener('pointercancel', stop, { signal });
}
