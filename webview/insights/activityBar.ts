/** The strip at the bottom of the panel: what runs, how far it is, a way to stop it; and what did not work. */
import { button, iconButton } from '../shared/controls';
import { element, setText } from '../shared/dom';
import { formatCount } from '../shared/format';
import type { Activity } from './hostCalls';
import type { Words } from './words/english';

export type Progress =
  { readonly task: string; readonly done: number; readonly total: number } | { readonly task: null };

interface Running {
  readonly label: string;
  readonly cancel: () => void;
}

export class ActivityBar implements Activity {
  readonly node: HTMLElement;
  private readonly running: Running[] = [];
  private readonly text = element('span', { class: 'activity-text' });
  private readonly bar = element('progress', { class: 'activity-bar' });
  private readonly stop: HTMLElement;
  private readonly message = element('span', { class: 'activity-message selectable', role: 'alert' });
  private readonly dismiss: HTMLElement;
  private readonly work: HTMLElement;

  constructor(private readonly words: Words) {
    this.stop = button({
      label: words.stop,
      icon: 'debug-stop',
      testId: 'activity-stop',
      onClick: () => this.cancelNewest(),
    });
    this.dismiss = iconButton({ label: words.done, icon: 'close', onClick: () => this.say('') });
    this.work = element(
      'div',
      { class: 'activity-work', role: 'status', isHidden: true },
      this.text,
      this.bar,
      this.stop,
    );
    const fault = element('div', { class: 'activity-fault' }, this.message, this.dismiss);
    this.node = element('footer', { class: 'activity', testId: 'insights-activity' }, fault, this.work);
    this.say('');
  }

  begin(label: string, cancel: () => void): () => void {
    const entry: Running = { label, cancel };
    this.running.push(entry);
    this.render();
    return () => {
      const index = this.running.indexOf(entry);
      if (index >= 0) this.running.splice(index, 1);
      this.render();
    };
  }

  /** Progress as the host counts it; belongs to what was begun last, or to figures that the host measures by itself. */
  progress(progress: Progress): void {
    if (progress.task === null) return this.render();
    const newest = this.running[this.running.length - 1];
    if (newest === undefined && progress.task !== 'figures') return;
    const { done, total } = progress;
    const label = newest?.label ?? this.words.measuring;
    this.work.hidden = this.node.hidden = false;
    this.stop.hidden = newest === undefined;
    setText(this.text, this.words.working(label, formatCount(done), formatCount(total)));
    if (total > 0) {
      this.bar.max = total;
      this.bar.value = done;
    }
  }

  /** Says what did not work; empty takes it back. */
  say(message: string): void {
    setText(this.message, message);
    this.message.parentElement!.hidden = message === '';
    this.render();
  }

  private render(): void {
    const newest = this.running[this.running.length - 1];
    this.work.hidden = newest === undefined;
    this.node.hidden = newest === undefined && this.message.textContent === '';
    if (newest === undefined) return;
    this.stop.hidden = false;
    setText(this.text, newest.label);
    this.bar.removeAttribute('value');
  }

  private cancelNewest(): void {
    this.running[this.running.length - 1]?.cancel();
  }
}
