/** Asks for one of the tags there are: suggestions while one types, arrows and Enter choose. */
import type { NormalizationHost } from '../../src/protocol/normalization';
import { closePopovers, openPopover } from '../shared/popover';
import type { PopoverPlace } from '../shared/popover';
import { tagChooser } from '../shared/tagChooser';
import { words } from './text';

/** `except` is not offered: a tag does not go into itself. */
export function askForTag(
  place: PopoverPlace,
  label: string,
  suggest: NormalizationHost['suggestTags'],
  except: string,
  onTag: (tag: string) => void,
): void {
  const content = tagChooser(
    { label, placeholder: words.events.filter, none: words.detail.noSuchTag, testId: 'merge-target' },
    async (text) => (await suggest({ text })).filter(({ tag }) => tag !== except),
    (tag) => {
      closePopovers();
      onTag(tag);
    },
  );
  content.classList.add('form-body');
  openPopover({ content, place, class: 'form', label });
  requestAnimationFrame(() => content.querySelector<HTMLElement>('[data-testid="merge-target"]')?.focus());
}
