/** The pane at the right: the active row as a conversation or as its exact bytes. */
import type { CopyForm, RawRow, RowDetail, RowMark } from '../../../src/protocol/datasetEditor';
import { iconButton } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatBytes, formatCount } from '../../shared/format';
import { icon } from '../../shared/icons';
import { openMenu } from '../../shared/menu';
import { placeBelow } from '../../shared/popover';
import { words } from '../text';
import { conversationView } from './conversationView';
import type { TurnList } from './conversationView';
import { rawView } from './rawView';
import type { RawForm } from './rawView';
import type { PillActions } from '../pills';

export interface DetailActions extends PillActions {
  readRow(row: number): Promise<RowDetail>;
  readRaw(row: number): Promise<RawRow>;
  readPart(row: number, where: TurnList, turn: number, part: number): Promise<string>;
  tagRow(row: number, isAgain: boolean): void;
  copy(row: number, form: CopyForm): void;
  openAsText(row: number): void;
  setMark(row: number, mark: RowMark | null): void;
  close(): void;
  setRaw(isRaw: boolean): void;
  setRawForm(form: RawForm): void;
  leave(): void;
}

export class DetailPane {
  readonly node: HTMLElement;
  private readonly title = element('span', { class: 'detail-title' });
  private readonly facts = element('span', { class: 'detail-facts quiet' });
  private readonly why = element('div', { class: 'detail-why', testId: 'row-why' });
  private readonly body = element('div', { class: 'detail-body', tabIndex: 0 });
  private readonly tools = element('span', { class: 'detail-tools' });
  private isRaw: boolean;
  private rawForm: RawForm;
  private row: number | null = null;
  private newest = 0;

  constructor(
    private readonly actions: DetailActions,
    { isRaw, rawForm }: { readonly isRaw: boolean; readonly rawForm: RawForm },
  ) {
    this.isRaw = isRaw;
    this.rawForm = rawForm;
    this.node = element(
      'aside',
      { class: 'detail', label: words.detail.title, testId: 'detail' },
      element('div', { class: 'detail-head' }, this.title, this.facts, this.tools),
      this.why,
      this.body,
    );
    this.node.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        actions.leave();
      }
    });
    this.showNothing();
  }

  /** Shows a row; of several requests under way the newest wins. `isSame` keeps the scroll position. */
  async show(row: number | null): Promise<void> {
    const request = ++this.newest;
    if (row === null) return this.showNothing();
    const isSame = row === this.row;
    this.row = row;
    try {
      const [detail, raw] = await Promise.all([
        this.actions.readRow(row),
        this.isRaw ? this.actions.readRaw(row) : null,
      ]);
      if (request === this.newest) this.draw(detail, raw, isSame, request);
    } catch (error) {
      if (request === this.newest) this.showProblem(error);
    }
  }

  get shownRow(): number | null {
    return this.row;
  }

  focus(): void {
    this.body.focus();
  }

  private draw(detail: RowDetail, raw: RawRow | null, isSame: boolean, request: number): void {
    const { scrollTop } = this.body;
    this.drawHead(detail);
    const isWanted = () => request === this.newest;
    setChildren(this.body, raw === null ? this.conversation(detail, isWanted) : this.raw(raw));
    this.body.scrollTop = isSame ? scrollTop : 0;
  }

  private conversation(detail: RowDetail, isWanted: () => boolean): HTMLElement {
    const { actions } = this;
    return conversationView(
      detail,
      {
        filterTag: (tag, isExcluded) => actions.filterTag(tag, isExcluded),
        editTag: (tag, action) => actions.editTag(tag, action),
        tagRow: (isAgain) => actions.tagRow(detail.row, isAgain),
        readPart: (where, turn, part) => actions.readPart(detail.row, where, turn, part),
      },
      isWanted,
    );
  }

  private raw(raw: RawRow): HTMLElement {
    return rawView(raw, this.rawForm, (form) => {
      this.rawForm = form;
      this.actions.setRawForm(form);
      setChildren(this.body, this.raw(raw));
      this.body.querySelector<HTMLElement>(`[data-testid=raw-${form}]`)?.focus();
    });
  }

  private drawHead(detail: RowDetail): void {
    setText(this.title, words.row.label(formatCount(detail.row)));
    const line = detail.line === undefined ? [] : [words.row.line(formatCount(detail.line))];
    setText(this.facts, [...line, formatBytes(detail.byteLength), detail.shape].join(' · '));
    this.facts.title = words.detail.bytes(
      formatCount(detail.byteOffset),
      formatCount(detail.byteOffset + detail.byteLength),
    );
    this.why.hidden = detail.why === undefined;
    setChildren(this.why, icon('target'), element('span', { class: 'selectable', text: detail.why ?? '' }));
    const focused = [...this.tools.children].findIndex((button) => button === document.activeElement);
    const buttons = this.headButtons(detail);
    setChildren(this.tools, ...buttons);
    buttons[focused]?.focus(); // the button that was pressed is another one now
  }

  private headButtons(detail: RowDetail): HTMLElement[] {
    const { actions } = this;
    const { row, mark } = detail;
    const toggleMark = (kind: RowMark) => actions.setMark(row, mark === kind ? null : kind);
    const rawButton = iconButton({
      label: words.detail.rawTitle,
      icon: 'json',
      testId: 'raw-toggle',
      onClick: () => this.toggleRaw(),
    });
    rawButton.setAttribute('aria-pressed', String(this.isRaw));
    return [
      markButton('pin', words.detail.pin, mark === 'pinned', () => toggleMark('pinned')),
      markButton('circle-slash', words.detail.exclude, mark === 'excluded', () => toggleMark('excluded')),
      rawButton,
      iconButton({
        label: words.detail.copy,
        icon: 'copy',
        testId: 'copy-row',
        onClick: (made) => this.openCopyMenu(row, made),
      }),
      iconButton({ label: words.detail.openAsText, icon: 'go-to-file', onClick: () => actions.openAsText(row) }),
      iconButton({ label: words.detail.close, icon: 'close', testId: 'close-detail', onClick: () => actions.close() }),
    ];
  }

  private openCopyMenu(row: number, anchor: HTMLElement): void {
    openMenu({
      label: words.detail.copy,
      place: placeBelow(anchor),
      entries: [
        {
          kind: 'action',
          label: words.detail.copyQuery,
          testId: 'copy-query',
          run: () => this.actions.copy(row, 'query'),
        },
        {
          kind: 'action',
          label: words.detail.copyJson,
          testId: 'copy-json',
          run: () => this.actions.copy(row, 'json'),
        },
        {
          kind: 'action',
          label: words.detail.copyLink,
          testId: 'copy-link',
          run: () => this.actions.copy(row, 'link'),
        },
      ],
    });
  }

  private toggleRaw(): void {
    this.isRaw = !this.isRaw;
    this.actions.setRaw(this.isRaw);
    const { row } = this;
    this.row = null;
    void this.show(row);
  }

  private showNothing(): void {
    this.row = null;
    setText(this.title, '');
    setText(this.facts, '');
    this.why.hidden = true;
    setChildren(
      this.tools,
      iconButton({ label: words.detail.close, icon: 'close', onClick: () => this.actions.close() }),
    );
    setChildren(this.body, element('p', { class: 'quiet detail-nothing', text: words.detail.nothing }));
  }

  private showProblem(error: unknown): void {
    const text = error instanceof Error ? error.message : String(error);
    setChildren(
      this.body,
      element(
        'div',
        { class: 'problem-box', role: 'alert' },
        element('div', { class: 'problem-line' }, icon('error'), text),
      ),
    );
  }
}

function markButton(symbol: 'pin' | 'circle-slash', label: string, isOn: boolean, onClick: () => void): HTMLElement {
  const made = iconButton({ label, icon: symbol, onClick });
  made.setAttribute('aria-pressed', String(isOn));
  return made;
}
