/** The line at the bottom while queries are tagged: how far, how fast, how much, and what to do about it. */
import type { TaggingStatus } from '../../src/protocol/datasetEditor';
import { button } from '../shared/controls';
import { element, setChildren, setText } from '../shared/dom';
import { formatCount, formatDuration, formatMoney } from '../shared/format';
import { icon } from '../shared/icons';
import { words } from './text';

export interface TaggingBarActions {
  pause(): void;
  resume(): void;
  stop(): void;
  retry(): void;
  dismiss(): void;
}

export interface TaggingBar {
  readonly node: HTMLElement;
  update(status: TaggingStatus | null): void;
}

export function createTaggingBar(actions: TaggingBarActions): TaggingBar {
  const symbol = element('span', { class: 'tagging-symbol' });
  const text = element('span', { class: 'tagging-text number' });
  const message = element('span', { class: 'tagging-message selectable', direction: 'auto' });
  const filled = element('div', { class: 'progress-filled' });
  const progress = element('div', { class: 'progress', role: 'progressbar', label: words.tagging.progress }, filled);
  const buttons = element('span', { class: 'tagging-buttons' });
  const node = element(
    'div',
    { class: 'tagging-bar', testId: 'tagging-bar', isHidden: true },
    symbol,
    text,
    progress,
    message,
    buttons,
  );
  let shown = '';
  return {
    node,
    update(status) {
      node.hidden = status === null;
      if (status === null) return;
      node.dataset['state'] = status.state;
      node.title = status.tagger;
      setText(text, taggingText(status));
      setText(message, status.message ?? '');
      const share = status.total === 0 ? 0 : Math.min(1, status.done / status.total);
      progress.hidden = status.total === 0 && status.state === 'failed';
      filled.style.width = `${share * 100}%`;
      progress.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      const buttonsKey = `${status.state} ${status.failed > 0}`;
      if (buttonsKey === shown) return;
      shown = buttonsKey;
      setChildren(symbol, symbolOf(status));
      setChildren(buttons, ...buttonsFor(status, actions));
    },
  };
}

/** `Tagging 1,940 / 52,002 · 46 rows/s · 18 min left · $0.08 of $5.00 · 3 failed`. */
export function taggingText(status: TaggingStatus): string {
  const isRunning = status.state === 'running';
  const head =
    status.state === 'loading'
      ? words.tagging.loading
      : `${words.tagging[status.state]}${status.total === 0 ? '' : ` ${formatCount(status.done)} / ${formatCount(status.total)}`}`;
  const left = (status.total - status.done) / status.ratePerSecond;
  return [
    head,
    isRunning && status.ratePerSecond > 0 ? words.tagging.rate(rateText(status.ratePerSecond)) : '',
    isRunning && status.ratePerSecond > 0 && left > 5 ? words.tagging.left(formatDuration(left)) : '',
    costText(status),
    status.failed > 0 ? words.tagging.failedCount(formatCount(status.failed)) : '',
    (status.repeated ?? 0) > 0 ? words.tagging.repeatedCount(formatCount(status.repeated!)) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function rateText(rate: number): string {
  return rate >= 10 ? formatCount(rate) : rate.toFixed(1);
}

function costText({ cost, budget }: TaggingStatus): string {
  if (cost === undefined) return '';
  return budget === undefined ? formatMoney(cost) : words.tagging.costOf(formatMoney(cost), formatMoney(budget));
}

function symbolOf(status: TaggingStatus): HTMLElement {
  switch (status.state) {
    case 'loading':
    case 'running':
    case 'stopping': {
      const turning = icon('loading');
      turning.classList.add('codicon-modifier-spin');
      return turning;
    }
    case 'paused':
      return icon('debug-pause');
    case 'done':
      return icon(status.failed > 0 ? 'warning' : 'pass');
    case 'stopped':
      return icon('debug-stop');
    case 'failed':
      return icon('error');
  }
}

function buttonsFor(status: TaggingStatus, actions: TaggingBarActions): HTMLElement[] {
  const { tagging } = words;
  const make = (testId: string, label: string, onClick: () => void) => button({ label, testId, onClick });
  switch (status.state) {
    case 'loading':
    case 'running':
      return [
        make('tagging-pause', tagging.pause, () => actions.pause()),
        make('tagging-stop', tagging.stop, () => actions.stop()),
      ];
    case 'paused':
      return [
        make('tagging-resume', tagging.resume, () => actions.resume()),
        make('tagging-stop', tagging.stop, () => actions.stop()),
      ];
    case 'stopping':
      return [];
    case 'done':
    case 'stopped':
    case 'failed':
      return [
        ...(status.failed > 0 ? [make('tagging-retry', tagging.retry, () => actions.retry())] : []),
        make('tagging-dismiss', tagging.dismiss, () => actions.dismiss()),
      ];
  }
}
