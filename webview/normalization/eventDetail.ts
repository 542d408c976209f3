/** One drop or merge in full: members with their figures, examples, and decisions by hand. */
import type { AuditEvent, ManualDecision, NormalizationHost } from '../../src/protocol/normalization';
import { button } from '../shared/controls';
import { element, setChildren } from '../shared/dom';
import { formatCount, formatDecimal } from '../shared/format';
import { icon } from '../shared/icons';
import { placeBelow } from '../shared/popover';
import { askForName } from './nameForm';
import { reasonText, strengthText } from './reasonText';
import { askForTag } from './tagForm';
import { words } from './text';

export interface EventDetailOptions {
  readonly exampleQueries: NormalizationHost['exampleQueries'];
  readonly suggestTags: NormalizationHost['suggestTags'];
  readonly decide: (decision: ManualDecision) => void;
  readonly showRows: (tag: string) => void;
}

type Member = AuditEvent['members'][number];

export class EventDetail {
  readonly node = element('aside', {
    class: 'event-detail',
    label: words.events.title,
    testId: 'audit-detail',
    tabIndex: -1,
  });
  private newest = 0;

  constructor(private readonly options: EventDetailOptions) {
    this.show(undefined);
  }

  show(event: AuditEvent | undefined): void {
    const request = ++this.newest;
    if (event === undefined) {
      setChildren(this.node, element('p', { class: 'quiet event-nothing', text: words.detail.nothing }));
      return;
    }
    const examples = element('div', { class: 'examples' });
    setChildren(
      this.node,
      element('h2', { class: 'selectable', text: event.tag, direction: 'auto' }),
      element('div', { class: 'quiet event-facts', text: factsOf(event) }),
      this.decisionButtons(event),
      membersView(event, (member) => this.options.decide({ kind: 'split', tag: event.tag, member })),
      element('h3', { text: words.detail.examples }),
      examples,
    );
    void this.showExamples(event, examples, request);
  }

  private async showExamples(event: AuditEvent, holder: HTMLElement, request: number): Promise<void> {
    try {
      const found = await this.options.exampleQueries({ tag: event.tag });
      if (request !== this.newest) return;
      const none = element('p', { class: 'quiet', text: words.detail.noExamples });
      setChildren(holder, ...(found.length === 0 ? [none] : found.map(exampleView)));
    } catch (error) {
      if (request === this.newest) holder.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  private decisionButtons(event: AuditEvent): HTMLElement {
    const { decide, showRows } = this.options;
    const { tag } = event;
    const make = (label: string, testId: string, onClick: (made: HTMLElement) => void, title?: string) =>
      button({ label, testId, onClick, ...(title === undefined ? {} : { title }) });
    const rename = (made: HTMLElement) =>
      askForName(placeBelow(made), words.detail.newName, tag, (name) => decide({ kind: 'rename', tag, name }));
    const merge = (made: HTMLElement) =>
      askForTag(placeBelow(made), words.detail.target, this.options.suggestTags, tag, (into) =>
        decide({ kind: 'merge', tags: [tag], into }),
      );
    return element(
      'div',
      { class: 'decisions', role: 'group' },
      make(
        words.detail.accept,
        'decide-accept',
        () => decide({ kind: 'accept', event: event.id }),
        words.detail.acceptHint,
      ),
      make(
        words.detail.reject,
        'decide-reject',
        () => decide({ kind: 'reject', event: event.id }),
        words.detail.rejectHint,
      ),
      make(words.detail.pin, 'decide-pin', () => decide({ kind: 'pin', tag })),
      make(words.detail.rename, 'decide-rename', rename),
      make(words.detail.mergeInto, 'decide-merge', merge),
      ...(event.kind === 'merge' ? [make(words.detail.drop, 'decide-drop', () => decide({ kind: 'drop', tag }))] : []),
      make(words.detail.showRows, 'show-rows', () => showRows(tag)),
    );
  }
}

function factsOf(event: AuditEvent): string {
  const decision = event.decision === undefined ? [] : [words.events[event.decision]];
  return [
    words.steps[event.step],
    words.events[event.kind],
    words.events.count(event.count),
    reasonText(event.reason),
    ...decision,
  ].join(' · ');
}

function membersView(event: AuditEvent, split: (member: string) => void): HTMLElement | null {
  if (event.members.length === 0) return null;
  const names = figuresOf(event.members);
  // More than one figure does not fit beside the name: they stand below it.
  const columns = names.length > 1 ? [] : names;
  const below = names.length > 1 ? names : [];
  const head = element(
    'tr',
    {},
    element('th', { text: words.detail.member }),
    element('th', { class: 'number', text: words.detail.queries }),
    ...columns.map((column) => element('th', { class: 'number', text: words.detail[column] })),
    element('th', {}),
  );
  const rows = event.members.map((member) =>
    memberRow(member, { columns, below }, event.kind === 'merge' ? split : null),
  );
  return element(
    'div',
    {},
    element('h3', { text: event.kind === 'merge' ? words.detail.members : words.detail.droppedForms }),
    element('table', { class: 'members' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

type FigureName = 'similarity' | 'support' | 'confidence' | 'lift' | 'conviction';

function figuresOf(members: readonly Member[]): readonly FigureName[] {
  const names: readonly FigureName[] = ['similarity', 'support', 'confidence', 'lift', 'conviction'];
  return names.filter((name) => members.some((member) => member[name] !== undefined));
}

function memberRow(
  member: Member,
  { columns, below }: { readonly columns: readonly FigureName[]; readonly below: readonly FigureName[] },
  split: ((member: string) => void) | null,
): HTMLElement {
  return element(
    'tr',
    {},
    element(
      'td',
      { class: 'selectable' },
      element('div', { text: member.tag, direction: 'auto' }),
      below.length === 0 ? null : element('div', { class: 'quiet member-figures', text: figureLine(member, below) }),
    ),
    element('td', { class: 'number', text: member.count === 0 ? '' : formatCount(member.count) }),
    ...columns.map((column) => element('td', { class: 'number', text: figureText(member[column], column) })),
    element('td', { class: 'member-action' }, split === null ? null : splitLink(member.tag, split)),
  );
}

function figureText(value: number | undefined, name: FigureName): string {
  if (value === undefined) return '';
  if (name === 'lift' || name === 'conviction') return strengthText(value);
  return name === 'support' ? formatCount(value) : formatDecimal(value, 3);
}

/** `support 7 · confidence 1.000 · lift 24.6 · conviction ∞`. */
function figureLine(member: Member, names: readonly FigureName[]): string {
  return names.map((name) => `${words.detail[name].toLowerCase()} ${figureText(member[name], name)}`).join(' · ');
}

function splitLink(member: string, split: (member: string) => void): HTMLElement {
  const made = element('button', { class: 'link-button', text: words.detail.split, onClick: () => split(member) });
  made.type = 'button';
  return made;
}

function exampleView(example: { readonly row: number; readonly query: string }): HTMLElement {
  return element(
    'div',
    { class: 'example' },
    element('span', {
      class: 'quiet number',
      text: formatCount(example.row),
      title: words.detail.row(formatCount(example.row)),
    }),
    element('span', { class: 'selectable', text: example.query, direction: 'auto' }),
  );
}

/** What stands where no event is chosen and nothing can be normalized. */
export function emptyView(text: string): HTMLElement {
  return element('div', { class: 'workbench-empty', role: 'status' }, icon('info'), element('span', { text }));
}
