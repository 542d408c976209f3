/** The normalization workbench as a whole: funnel, parameters, audit, decisions. */
import { CancelSource, isCancelled } from '../../src/protocol/cancelSource';
import type {
  AuditEvent,
  ManualDecision,
  NormalizationHost,
  NormalizationPage,
  PreviewCounts,
  StepName,
  WorkbenchParameters,
  WorkbenchSnapshot,
} from '../../src/protocol/normalization';
import type { Rpc } from '../../src/protocol/rpc';
import { element, isTyping, setChildren } from '../shared/dom';
import type { PageState } from '../shared/hostChannel';
import { isPopoverOpen } from '../shared/popover';
import { EventDetail, emptyView } from './eventDetail';
import { EventList } from './eventList';
import { EventPages } from './eventPages';
import type { EventQuestion } from './eventPages';
import { createFunnel } from './funnelView';
import type { FunnelPreview } from './funnelView';
import { createParameterPanel, type VectorState } from './parameterPanel';
import { Previewer } from './previewer';
import { createPreviewPanel } from './previewPanel';
import { readQuestion } from './pageState';
import { words } from './text';
import { createWorkbenchBar } from './workbenchBar';

type Connect = (page: NormalizationPage) => Rpc<NormalizationPage, NormalizationHost>;

export class WorkbenchPage {
  readonly node = element('main', { class: 'workbench' });
  private readonly rpc: Rpc<NormalizationPage, NormalizationHost>;
  private readonly bar = createWorkbenchBar({
    undo: () => this.take(this.rpc.call('undo', {})),
    redo: () => this.take(this.rpc.call('redo', {})),
    saveRecipe: () => this.send(this.rpc.call('saveRecipe', {})),
    openRecipe: () => this.take(this.rpc.call('openRecipe', {})),
    exportVocabulary: () => this.send(this.rpc.call('exportVocabulary', {})),
    cancel: () => this.applying?.cancel(),
  });
  private readonly funnel = createFunnel((step) =>
    this.ask({ ...this.question, step: this.question.step === step || step === 'raw' ? 'all' : step }),
  );
  private readonly parameters = createParameterPanel(
    (parameters, moved) => this.onMoved(parameters, moved),
    () => this.send(this.rpc.call('chooseEmbeddings', {})),
  );
  private readonly preview = createPreviewPanel({ apply: () => this.apply(), reset: () => this.reset() });
  private readonly previewer = new Previewer({
    preview: (params, signal) => this.rpc.call('preview', params, signal),
    onStart: () => this.preview.showRunning(),
    onCounts: (counts, moved) => this.showPreview(counts, moved),
    onError: (error) => this.showError(error),
  });
  private readonly pages = new EventPages({
    readEvents: (params) => this.rpc.call('readEvents', params),
    onDidChange: () => this.list.draw(),
    onError: (error) => this.showError(error),
  });
  private readonly list = new EventList({
    pages: this.pages,
    onChoose: (event) => this.choose(event),
    onStep: (step) => this.ask({ ...this.question, step }),
    onText: (text) => this.ask({ ...this.question, text }),
  });
  private readonly detail = new EventDetail({
    exampleQueries: (params) => this.rpc.call('exampleQueries', params),
    suggestTags: (params) => this.rpc.call('suggestTags', params),
    decide: (decision) => this.decide(decision),
    showRows: (tag) => this.send(this.rpc.call('showRows', { tag })),
  });
  private readonly body = element('div', { class: 'workbench-body' });
  private readonly empty = element('div', { class: 'empty-holder', text: words.opening });
  private question: EventQuestion;
  private snapshot: WorkbenchSnapshot | null = null;
  private draft: WorkbenchParameters | null = null;
  private shownPreview: FunnelPreview | null = null;
  private applying: CancelSource | null = null;
  private event: AuditEvent | undefined;

  constructor(
    connect: Connect,
    private readonly state: PageState,
    keys: HTMLElement,
  ) {
    this.question = readQuestion(state.read());
    this.rpc = connect({
      showWorkbench: ({ snapshot }) => this.show(snapshot),
      showProgress: (progress) => this.bar.showProgress(progress, this.applying !== null),
    });
    const side = element('div', { class: 'side' }, this.parameters.node, this.preview.node);
    this.body.append(side, this.list.node, this.detail.node);
    this.body.hidden = true;
    this.funnel.node.hidden = true;
    this.node.append(this.bar.node, this.funnel.node, this.empty, this.body);
    keys.addEventListener('keydown', (event) => this.onKey(event));
  }

  async start(): Promise<void> {
    try {
      this.show(await this.rpc.call('ready', {}));
    } catch (error) {
      setChildren(this.empty, emptyView(error instanceof Error ? error.message : String(error)));
    }
  }

  private show(snapshot: WorkbenchSnapshot): void {
    const isFirst = this.snapshot === null;
    this.snapshot = snapshot;
    const isEmpty = snapshot.empty !== undefined;
    this.empty.hidden = !isEmpty;
    if (snapshot.empty !== undefined) setChildren(this.empty, emptyView(words[snapshot.empty]));
    this.body.hidden = isEmpty;
    this.funnel.node.hidden = isEmpty;
    this.bar.update(snapshot);
    if (isEmpty) return;
    if (this.draft === null) this.parameters.show(snapshot.parameters, vectorsOf(snapshot));
    this.drawFunnel();
    if (isFirst) this.list.showText(this.question.text);
    this.list.showSteps(snapshot.eventCounts, this.question.step);
    this.pages.ask(this.question);
  }

  private drawFunnel(): void {
    if (this.snapshot === null) return;
    const { funnel, parameters } = this.snapshot;
    this.funnel.update({
      steps: funnel,
      parameters: this.draft ?? parameters,
      fixedTags: this.snapshot.fixedTags,
      chosen: this.question.step,
      preview: this.shownPreview,
    });
  }

  private ask(question: EventQuestion): void {
    this.question = question;
    this.state.write({ version: 1, ...question });
    this.list.rewind();
    if (this.snapshot !== null) this.list.showSteps(this.snapshot.eventCounts, question.step);
    this.drawFunnel();
    this.pages.ask(question);
  }

  private choose(event: AuditEvent | undefined): void {
    this.event = event;
    this.detail.show(event);
  }

  private onMoved(parameters: WorkbenchParameters, moved: StepName): void {
    const isSame = JSON.stringify(parameters) === JSON.stringify(this.snapshot?.parameters);
    this.draft = isSame ? null : parameters;
    if (isSame) return this.clearPreview();
    this.preview.showDirty();
    this.previewer.ask(parameters, moved);
    this.drawFunnel();
  }

  private showPreview(counts: PreviewCounts, moved: StepName): void {
    this.shownPreview = { ...counts, step: moved };
    this.preview.showCounts(counts, moved);
    this.drawFunnel();
  }

  private clearPreview(): void {
    this.previewer.stop();
    this.shownPreview = null;
    this.draft = null;
    this.preview.clear();
    this.drawFunnel();
  }

  private reset(): void {
    this.clearPreview();
    if (this.snapshot !== null) this.parameters.show(this.snapshot.parameters, vectorsOf(this.snapshot));
  }

  private apply(): void {
    if (this.draft === null) return;
    const source = new CancelSource();
    this.applying = source;
    this.previewer.stop();
    this.bar.showProgress({ task: words.applying, done: 0, total: 0 }, true);
    const applied = this.rpc.call('apply', { parameters: this.draft }, source).then((snapshot) => {
      this.clearPreview();
      return snapshot;
    });
    this.take(
      applied.finally(() => {
        if (this.applying === source) this.applying = null;
        this.bar.showProgress({ task: null, done: 0, total: 0 }, false);
      }),
    );
  }

  private decide(decision: ManualDecision): void {
    this.take(this.rpc.call('decide', { decision }));
  }

  /** Shows what an answered call left; its failure is shown where the user looks. */
  private take(call: Promise<WorkbenchSnapshot>): void {
    this.send(call.then((snapshot) => this.show(snapshot)));
  }

  private send(call: Promise<void>): void {
    void call.catch((error: unknown) => this.showError(error));
  }

  private showError(error: unknown): void {
    if (!isCancelled(error)) this.bar.showProblem(error instanceof Error ? error.message : String(error));
  }

  private onKey(event: KeyboardEvent): void {
    if (isPopoverOpen() || isTyping(event.target)) return;
    const isCommand = event.ctrlKey || event.metaKey;
    const act = isCommand ? this.commandFor(event) : event.altKey ? undefined : this.actionFor(event.key);
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  private commandFor(event: KeyboardEvent): (() => void) | undefined {
    const key = event.key.toLowerCase();
    if (key === 'y' || (key === 'z' && event.shiftKey)) return () => this.take(this.rpc.call('redo', {}));
    return key === 'z' ? () => this.take(this.rpc.call('undo', {})) : undefined;
  }

  private actionFor(key: string): (() => void) | undefined {
    const { event } = this;
    if (key === '/') return () => this.list.focusFilter();
    if (event === undefined) return undefined;
    switch (key) {
      case 'a':
        return () => this.decide({ kind: 'accept', event: event.id });
      case 'r':
        return () => this.decide({ kind: 'reject', event: event.id });
      case 'p':
        return () => this.decide({ kind: 'pin', tag: event.tag });
      default:
        return undefined;
    }
  }
}

function vectorsOf({ embedding, semanticProblem }: WorkbenchSnapshot): VectorState {
  return { embedding, ...(semanticProblem === undefined ? {} : { semanticProblem }) };
}
