/** One turn of a conversation: who speaks, what, and for the user's turns the tags of the query. */
import type { Role } from '../../../src/core/dataset/conversation';
import type { DetailTurn, QueryTags } from '../../../src/protocol/datasetEditor';
import { element } from '../../shared/dom';
import { icon } from '../../shared/icons';
import type { IconName } from '../../shared/icons';
import { pillElement } from '../pills';
import type { PillActions } from '../pills';
import { words } from '../text';
import { partView } from './partView';

export interface TurnActions extends PillActions {
  /** Tags the row's queries, again where they are tagged. */
  tagRow(isAgain: boolean): void;
  readPart(turn: number, part: number): Promise<string>;
}

const roleIcons: Readonly<Record<Role, IconName>> = {
  system: 'gear',
  user: 'person',
  assistant: 'hubot',
  tool: 'tools',
};

/** A turn; `index` is its place in its list, `label` its number as people count, absent for the system's. */
export function turnView(turn: DetailTurn, index: number, label: string, actions: TurnActions): HTMLElement {
  const name = words.roles[turn.role];
  return element(
    'section',
    { class: `turn ${turn.role}`, label: `${name} ${label}` },
    element(
      'div',
      { class: 'turn-head' },
      icon(roleIcons[turn.role]),
      element('span', { class: 'turn-role', text: name }),
      turn.sourceRole === undefined || turn.sourceRole === turn.role
        ? null
        : element('span', { class: 'quiet mono', text: turn.sourceRole }),
      element('span', { class: 'turn-number quiet number', text: label }),
    ),
    ...turn.parts.map((part, place) => partView(part, () => actions.readPart(index, place))),
    turn.tags === undefined ? null : queryTagsView(turn.tags, actions),
  );
}

function queryTagsView(tags: QueryTags, actions: TurnActions): HTMLElement {
  return element(
    'div',
    { class: 'query-tags', role: 'group', label: words.detail.tags },
    ...(tags.pills.some((pill) => pill.explanation !== undefined)
      ? explainedPills(tags, actions)
      : plainPills(tags, actions)),
    element('div', { class: 'query-tags-foot' }, ...footOf(tags, actions)),
  );
}

function plainPills(tags: QueryTags, actions: TurnActions): HTMLElement[] {
  if (tags.pills.length === 0) return [];
  return [
    element('div', { class: 'pill-line' }, ...tags.pills.map((pill) => pillElement(pill, actions, pillOptions(tags)))),
  ];
}

function explainedPills(tags: QueryTags, actions: TurnActions): HTMLElement[] {
  return tags.pills.map((pill) =>
    element(
      'div',
      { class: 'explained' },
      pillElement(pill, actions, pillOptions(tags)),
      element('span', { class: 'quiet selectable', text: pill.explanation ?? '', direction: 'auto' }),
    ),
  );
}

function pillOptions(tags: QueryTags): { tagger?: string; isTabStop: boolean } {
  return { isTabStop: true, ...(tags.tagger === undefined ? {} : { tagger: tags.tagger }) };
}

function footOf(tags: QueryTags, actions: TurnActions): HTMLElement[] {
  const link = (label: string, isAgain: boolean) => {
    const made = element('button', {
      class: 'link-button',
      text: label,
      testId: 'tag-query',
      onClick: () => actions.tagRow(isAgain),
    });
    made.type = 'button';
    return made;
  };
  const note = (text: string) => element('span', { class: 'quiet', text });
  switch (tags.state) {
    case 'untagged':
      return [note(words.detail.notTagged), link(words.tag.link, false)];
    case 'running':
      return [note(words.tag.running)];
    case 'tagged':
      return [...(tags.tagger === undefined ? [] : [note(tags.tagger)]), link(words.tag.again, true)];
    case 'failed':
      return [
        icon('error'),
        element('span', { class: 'selectable problem-text', text: tags.problem ?? words.tag.failedCell }),
        link(words.tag.retry, true),
      ];
  }
}
