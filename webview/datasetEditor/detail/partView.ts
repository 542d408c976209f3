/** One part of a turn: text, thinking, tool call, tool result, or a medium that is named and never fetched. */
import type { Part } from '../../../src/core/dataset/conversation';
import type { DetailPart } from '../../../src/protocol/datasetEditor';
import { element, setChildren } from '../../shared/dom';
import { clip, formatCount } from '../../shared/format';
import { icon } from '../../shared/icons';
import type { IconName } from '../../shared/icons';
import { words } from '../text';
import { textNodes } from './longText';
import { codeBlock, markdownNodes } from './markdown';
import { textForm } from './textForm';

const longestMarkdown = 100_000;
/** From here on blocks out of sight are not laid out. */
const longMarkdown = 10_000;
const mediaIcons: Readonly<Record<'image' | 'audio' | 'video', IconName>> = {
  image: 'file-media',
  audio: 'unmute',
  video: 'device-camera-video',
};

/** A part; `readAll` fetches the whole text where it was cut. */
export function partView(detail: DetailPart, readAll: () => Promise<string>): HTMLElement {
  const holder = element('div', { class: `part ${detail.part.kind}` });
  const { cutFrom } = detail;
  const showAll = async () => showPart(holder, withText(detail.part, await readAll()), null);
  showPart(holder, detail.part, cutFrom === undefined ? null : showAllButton(cutFrom, showAll));
  return holder;
}

function showPart(holder: HTMLElement, part: Part, more: HTMLElement | null): void {
  setChildren(holder, partContent(part), more);
}

function showAllButton(characters: number, showAll: () => Promise<void>): HTMLElement {
  const made = element('button', {
    class: 'link-button show-all',
    text: words.detail.showAll(formatCount(characters)),
  });
  made.type = 'button';
  made.addEventListener('click', () => {
    made.disabled = true;
    showAll().catch((error: unknown) => {
      made.disabled = false;
      made.title = error instanceof Error ? error.message : String(error);
    });
  });
  return made;
}

function withText(part: Part, text: string): Part {
  switch (part.kind) {
    case 'text':
    case 'thinking':
      return { kind: part.kind, text };
    case 'toolCall':
      return { ...part, arguments: text };
    case 'toolResult':
      return { ...part, text };
    case 'media':
      return { ...part, reference: text };
  }
}

function partContent(part: Part): HTMLElement {
  switch (part.kind) {
    case 'text':
      return textView(part.text);
    case 'thinking':
      return folded('lightbulb', words.detail.thinking, words.detail.characters(part.text.length), textView(part.text));
    case 'toolCall':
      return folded(
        'tools',
        `${words.detail.toolCall} ${part.name}`,
        oneLine(part.arguments),
        jsonView(part.arguments),
      );
    case 'toolResult':
      return folded('output', part.name ?? words.detail.toolResult, oneLine(part.text), jsonView(part.text));
    case 'media':
      return element(
        'span',
        { class: 'media', title: part.reference },
        icon(mediaIcons[part.media]),
        `${words.detail.media[part.media]} `,
        element('span', { class: 'mono', text: clip(part.reference, 120), direction: 'ltr' }),
      );
  }
}

/** Text as Markdown where it is meant so, else exactly as it stands. */
export function textView(text: string): HTMLElement {
  const form = text.length > longestMarkdown ? 'plain' : textForm(text);
  if (form === 'code') return element('div', { class: 'plain mono selectable', direction: 'ltr' }, ...textNodes(text));
  if (form === 'plain') return element('div', { class: 'plain selectable', direction: 'auto' }, ...textNodes(text));
  const isLong = text.length > longMarkdown;
  const made = element('div', { class: `markdown selectable ${isLong ? 'long' : ''}`, direction: 'auto' });
  made.append(...markdownNodes(text));
  return made;
}

/** JSON indented where it can be read, else the text itself. */
export function jsonView(text: string): HTMLElement {
  try {
    return codeBlock(JSON.stringify(JSON.parse(text), null, 2), 'json');
  } catch {
    return element('div', { class: 'plain mono selectable', direction: 'auto' }, ...textNodes(text));
  }
}

/** A section that opens on demand. */
export function folded(symbol: IconName, title: string, hint: string, content: HTMLElement): HTMLElement {
  return element(
    'details',
    { class: 'folded' },
    element(
      'summary',
      {},
      icon('chevron-right'),
      icon(symbol),
      element('span', { class: 'folded-title', text: title }),
      element('span', { class: 'folded-hint quiet', text: hint, direction: 'auto' }),
    ),
    content,
  );
}

function oneLine(text: string): string {
  return clip(text.slice(0, 400).replace(/\s+/g, ' ').trim(), 120);
}
