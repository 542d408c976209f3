/** A bar between two panes that is dragged, or moved with the arrow keys, to resize one of them. */
import { element } from './dom';
import { drag } from './scrollbar';

export interface SplitterOptions {
  readonly label: string;
  /** Width in pixels of the pane to the right of the bar. */
  readonly width: () => number;
  readonly onResize: (width: number) => void;
  readonly onReset: () => void;
}

/** A vertical bar whose right-hand pane has the given width. */
export function createSplitter(options: SplitterOptions): HTMLElement {
  const node = element('div', {
    class: 'splitter',
    role: 'separator',
    label: options.label,
    tabIndex: 0,
    aria: { orientation: 'vertical' },
  });
  node.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const start = { x: event.clientX, width: options.width() };
    drag(node, event.pointerId, (moved) => options.onResize(start.width + start.x - moved.clientX));
  });
  node.addEventListener('dblclick', () => options.onReset());
  node.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowLeft' ? 24 : event.key === 'ArrowRight' ? -24 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    options.onResize(options.width() + step);
  });
  return node;
}
