/** One floating box at a time: menus, forms, cards. It closes on Escape, on a click outside, and when the window loses focus. */
import { element } from './dom';

export interface PopoverPlace {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Popover {
  readonly node: HTMLElement;
  close(): void;
}

export interface PopoverOptions {
  readonly content: HTMLElement;
  readonly place: PopoverPlace;
  readonly class?: string;
  readonly label?: string;
  readonly role?: string;
  readonly testId?: string;
  readonly onClose?: () => void;
}

const open = new Set<Popover>();

/** Where a popover belongs that hangs below an element. */
export function placeBelow(anchor: Element): PopoverPlace {
  const { left, top, bottom } = anchor.getBoundingClientRect();
  return { left, top, bottom };
}

/** Where a context menu belongs. */
export function placeAtPointer(event: { readonly clientX: number; readonly clientY: number }): PopoverPlace {
  return { left: event.clientX, top: event.clientY, bottom: event.clientY };
}

export function closePopovers(): void {
  for (const popover of [...open]) popover.close();
}

export function isPopoverOpen(): boolean {
  return open.size > 0;
}

/** Shows a box; focus returns to where it was when the box closes. */
export function openPopover(options: PopoverOptions): Popover {
  closePopovers();
  const before = document.activeElement;
  const node = element(
    'div',
    {
      class: `popover ${options.class ?? ''}`,
      role: options.role ?? 'dialog',
      ...(options.label === undefined ? {} : { label: options.label }),
      ...(options.testId === undefined ? {} : { testId: options.testId }),
    },
    options.content,
  );
  const listening = new AbortController();
  const popover: Popover = {
    node,
    close() {
      if (!open.delete(popover)) return;
      listening.abort();
      const hadFocus = node.contains(document.activeElement);
      node.remove();
      if (hadFocus && before instanceof HTMLElement && before.isConnected) before.focus();
      options.onClose?.();
    },
  };
  open.add(popover);
  document.body.append(node);
  positionWithin(node, options.place);
  closeOnDistraction(popover, listening.signal);
  return popover;
}

function closeOnDistraction(popover: Popover, signal: AbortSignal): void {
  const onPointer = (event: Event) => {
    if (event.target instanceof Node && !popover.node.contains(event.target)) popover.close();
  };
  document.addEventListener('pointerdown', onPointer, { signal, capture: true });
  document.addEventListener('wheel', onPointer, { signal, capture: true, passive: true });
  window.addEventListener('blur', () => popover.close(), { signal });
  window.addEventListener('resize', () => popover.close(), { signal });
  popover.node.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      popover.close();
    },
    { signal },
  );
}

/** Puts a box at its place, turned upwards or pushed left where it would leave the window. */
export function positionWithin(node: HTMLElement, place: PopoverPlace): void {
  const margin = 8;
  const { width, height } = node.getBoundingClientRect();
  const left = Math.max(margin, Math.min(place.left, window.innerWidth - width - margin));
  const fitsBelow = place.bottom + 2 + height + margin <= window.innerHeight;
  const top = fitsBelow ? place.bottom + 2 : Math.max(margin, place.top - height - 2);
  node.style.left = `${left}px`;
  node.style.top = `${fitsBelow || top > margin ? top : margin}px`;
}
