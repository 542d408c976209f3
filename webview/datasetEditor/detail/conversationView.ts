/** A row as a conversation: facts, tools, turns, and a preference pair side by side. Long ones are drawn in slices. */
import type { DetailTurn, RowDetail } from '../../../src/protocol/datasetEditor';
import { element } from '../../shared/dom';
import { icon } from '../../shared/icons';
import type { IconName } from '../../shared/icons';
import { words } from '../text';
import { folded, jsonView } from './partView';
import { turnView } from './turnView';
import type { TurnActions } from './turnView';

export type TurnList = 'turns' | 'chosen' | 'rejected';

export interface ConversationActions extends Omit<TurnActions, 'readPart'> {
  readPart(where: TurnList, turn: number, part: number): Promise<string>;
}

const turnsAtOnce = 12;
const sliceMs = 8;

/** The conversation; what does not fit into the first slice follows on later frames while `isWanted` holds. */
export function conversationView(
  detail: RowDetail,
  actions: ConversationActions,
  isWanted: () => boolean,
): HTMLElement {
  return element(
    'div',
    { class: 'conversation' },
    problemView(detail),
    factsView(detail),
    detail.tools === undefined ? null : folded('tools', words.detail.tools, '', jsonView(detail.tools)),
    turnList(detail.turns, 'turns', 0, actions, isWanted),
    pairView(detail, actions, isWanted),
    hasNoTurns(detail) ? element('p', { class: 'quiet', text: words.detail.noTurns }) : null,
  );
}

function hasNoTurns(detail: RowDetail): boolean {
  return (
    detail.problemExcerpt === undefined &&
    detail.turns.length === 0 &&
    (detail.chosen ?? detail.rejected ?? []).length === 0
  );
}

function turnList(
  turns: readonly DetailTurn[],
  where: TurnList,
  before: number,
  actions: ConversationActions,
  isWanted: () => boolean,
): HTMLElement {
  const holder = element('div', { class: 'turns' });
  const bound = {
    ...bindActions(actions),
    readPart: (turn: number, part: number) => actions.readPart(where, turn, part),
  };
  const labels = turnLabels(turns, before);
  const add = (index: number) => {
    const turn = turns[index];
    if (turn !== undefined) holder.append(turnView(turn, index, labels[index] ?? '', bound));
  };
  let drawn = 0;
  for (; drawn < Math.min(turnsAtOnce, turns.length); drawn++) add(drawn);
  const drawMore = () => {
    if (drawn >= turns.length || !isWanted()) return;
    const until = performance.now() + sliceMs;
    while (drawn < turns.length && performance.now() < until) add(drawn++);
    requestAnimationFrame(drawMore);
  };
  if (drawn < turns.length) requestAnimationFrame(drawMore);
  return holder;
}

function bindActions(actions: ConversationActions): Omit<TurnActions, 'readPart'> {
  return {
    filterTag: (tag, isExcluded) => actions.filterTag(tag, isExcluded),
    editTag: (tag, action) => actions.editTag(tag, action),
    tagRow: (isAgain) => actions.tagRow(isAgain),
  };
}

/** Turns are counted from 1 without the system's. */
function turnLabels(turns: readonly DetailTurn[], before: number): string[] {
  let count = before;
  return turns.map((turn) => (turn.role === 'system' ? '' : String(++count)));
}

function pairView(detail: RowDetail, actions: ConversationActions, isWanted: () => boolean): HTMLElement | null {
  if (detail.chosen === undefined && detail.rejected === undefined) return null;
  const before = detail.turns.filter((turn) => turn.role !== 'system').length;
  const side = (where: 'chosen' | 'rejected', symbol: IconName) =>
    element(
      'div',
      { class: `pair-side ${where}`, role: 'group', label: words.detail[where] },
      element('div', { class: 'pair-head' }, icon(symbol), words.detail[where]),
      turnList(detail[where] ?? [], where, before, actions, isWanted),
    );
  return element('div', { class: 'pair' }, side('chosen', 'thumbsup'), side('rejected', 'thumbsdown'));
}

function factsView({ facts, label }: RowDetail): HTMLElement | null {
  const labelled =
    label === undefined ? [] : [{ name: 'label', value: label ? words.detail.labelGood : words.detail.labelBad }];
  const all = [...labelled, ...facts];
  if (all.length === 0) return null;
  return element(
    'dl',
    { class: 'facts' },
    ...all.map((fact) =>
      element(
        'div',
        { class: 'fact' },
        element('dt', { class: 'quiet', text: fact.name, direction: 'auto' }),
        element('dd', { class: 'selectable', text: fact.value, direction: 'auto' }),
      ),
    ),
  );
}

/** What is wrong with the row, and the bytes around the problem with its place marked. */
function problemView({ problem, problemExcerpt }: RowDetail): HTMLElement | null {
  if (problem === undefined) return null;
  return element(
    'div',
    { class: 'problem-box', role: 'note', testId: 'row-problem' },
    element('div', { class: 'problem-line' }, icon('warning'), element('span', { class: 'selectable', text: problem })),
    problemExcerpt === undefined ? null : excerptView(problemExcerpt),
  );
}

function excerptView({ text, at }: { readonly text: string; readonly at: number }): HTMLElement {
  const place = Math.max(0, Math.min(at, text.length));
  const end = place + String.fromCodePoint(text.codePointAt(place) ?? 32).length;
  return element(
    'pre',
    { class: 'excerpt mono selectable', direction: 'ltr' },
    text.slice(0, place),
    element('mark', { text: place < text.length ? text.slice(place, end) : '␄', title: words.detail.problemAt }),
    text.slice(end),
  );
}
