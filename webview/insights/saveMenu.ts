/** One button that saves a picture or a table: PNG, SVG or CSV, like every chart of the panel. */
import { iconButton } from '../shared/controls';
import { openMenu } from '../shared/menu';
import { placeBelow } from '../shared/popover';
import { pictureFile, type ChartFile, type Picture } from './charts/chartFile';
import type { Words } from './words/english';

export interface SaveMenuOptions {
  readonly words: Words;
  /** As people read it. */
  readonly name: string;
  /** The file's name, without its ending. */
  readonly id: string;
  /** Made when it is wanted, in the colours of that moment. */
  readonly picture: () => Picture;
  readonly csv: () => string;
  readonly save: (file: Promise<ChartFile>) => void;
}

export function saveMenuButton({ words, name, id, picture, csv, save }: SaveMenuOptions): HTMLButtonElement {
  const label = words.saveChart(name);
  const entry = (format: ChartFile['format'], make: () => Promise<ChartFile>) => ({
    kind: 'action' as const,
    label: format.toUpperCase(),
    testId: `save-${format}`,
    run: () => save(make()),
  });
  const anchor = iconButton({
    label,
    icon: 'save',
    testId: `save-${id}`,
    onClick: () =>
      openMenu({
        label,
        place: placeBelow(anchor),
        entries: [
          entry('png', () => pictureFile(id, 'png', picture())),
          entry('svg', () => pictureFile(id, 'svg', picture())),
          entry('csv', () => Promise.resolve({ name: id, format: 'csv', content: csv() })),
        ],
      }),
  });
  anchor.setAttribute('aria-haspopup', 'menu');
  return anchor;
}
