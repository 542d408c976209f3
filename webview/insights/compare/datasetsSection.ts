/** Datasets against each other: recall and Jaccard of their tag sets, tags gained and lost, shifts of share. */
import type { DatasetComparison, InsightsSnapshot } from '../../../src/protocol/insights';
import { CancelSource, isCancelled } from '../../../src/protocol/cancelSource';
import { button, checkbox, iconButton, setDisabled } from '../../shared/controls';
import type { CheckboxControl } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import type { ChartCardContext } from '../charts/chartCard';
import { chartCsv } from '../charts/chartCsv';
import type { ChartTable, ChartTarget } from '../charts/chartSpec';
import { rowsWithTag } from '../charts/rowTargets';
import type { SectionContext } from '../hostCalls';
import type { Words } from '../words/english';
import { changeList, shiftTable, shiftsData, tagCountsData } from './datasetTables';
import { saveMenuButton } from '../saveMenu';
import { matrixCsv, matrixPicture } from './matrixFiles';
import { matrixTable } from './matrixTable';

export interface DatasetsSectionOptions extends SectionContext {
  readonly words: Words;
  readonly charts: ChartCardContext;
  readonly onFollow: (target: ChartTarget) => void;
  readonly onSave: (name: string, csv: string) => void;
}

export class DatasetsSection {
  readonly node: HTMLElement;
  private readonly choices = element('div', { class: 'bench-methods', role: 'group' });
  private readonly status = element('p', { class: 'quiet', role: 'status' });
  private readonly result = element('div', { class: 'comparison-result', testId: 'dataset-comparison' });
  private readonly runButton: HTMLElement;
  private boxes = new Map<string, CheckboxControl>();
  private basis = '';
  private running: CancelSource | null = null;

  constructor(private readonly options: DatasetsSectionOptions) {
    const { words } = options;
    this.runButton = button({
      label: words.compareRun,
      icon: 'combine',
      testId: 'compare-datasets',
      onClick: () => void this.run(),
    });
    this.choices.setAttribute('aria-label', words.compareHeading);
    this.node = element(
      'section',
      { class: 'section comparison', label: words.compareHeading },
      element('h2', { text: words.compareHeading }),
      this.choices,
      element('div', { class: 'bench-line' }, this.runButton, this.status),
      this.result,
    );
  }

  show(snapshot: InsightsSnapshot): void {
    const basis = JSON.stringify([snapshot.dataset?.id, snapshot.datasets]);
    if (basis === this.basis) return;
    this.basis = basis;
    this.running?.cancel();
    setChildren(this.result);
    const isAlone = snapshot.datasets.length < 2;
    this.runButton.hidden = this.choices.hidden = isAlone;
    setText(this.status, isAlone ? this.options.words.compareOne : '');
    this.showChoices(snapshot);
  }

  private showChoices(snapshot: InsightsSnapshot): void {
    // The one in view comes first: gains and losses are told against it.
    const ordered = [...snapshot.datasets].sort(
      (a, b) => Number(b.id === snapshot.dataset?.id) - Number(a.id === snapshot.dataset?.id),
    );
    this.boxes = new Map(
      ordered.map(({ id, name }, index) => [
        id,
        checkbox({ label: name, isChecked: index < 4, onChange: () => setText(this.status, '') }),
      ]),
    );
    setChildren(this.choices, ...[...this.boxes.values()].map((box) => box.node));
  }

  private async run(): Promise<void> {
    const { words, host, activity } = this.options;
    const ids = [...this.boxes].filter(([, box]) => box.isChecked()).map(([id]) => id);
    if (ids.length < 2) return setText(this.status, words.compareChoose);
    if (this.running) return;
    const source = new CancelSource();
    this.running = source;
    setDisabled(this.runButton, true);
    const end = activity.begin(words.compareRunning, () => source.cancel());
    try {
      this.showResult(await host.call('compareDatasets', { ids }, source));
      setText(this.status, '');
    } catch (error) {
      setText(
        this.status,
        isCancelled(error)
          ? words.benchStopped
          : words.compareFailed(error instanceof Error ? error.message : String(error)),
      );
    } finally {
      this.running = null;
      setDisabled(this.runButton, false);
      end();
    }
  }

  private showResult(comparison: DatasetComparison): void {
    const { words } = this.options;
    const { names } = comparison;
    const [first = '', second = ''] = names;
    const follow = (tag: string) => this.options.onFollow(rowsWithTag(tag));
    const recall = matrixTable({
      names,
      values: comparison.recall,
      label: words.recallHeading,
      cellWords: words.recallCell,
    });
    const jaccard = matrixTable({
      names,
      values: comparison.jaccard,
      label: words.jaccardHeading,
      cellWords: words.jaccardCell,
    });
    const gained = words.gainedHeading(second, first);
    const lost = words.lostHeading(second, first);
    const grid = [
      this.part(
        words.recallHeading,
        words.recallHelp,
        recall,
        this.saveMatrix('recall', words.recallHeading, names, comparison.recall),
      ),
      this.part(
        words.jaccardHeading,
        words.jaccardHelp,
        jaccard,
        this.saveMatrix('jaccard', words.jaccardHeading, names, comparison.jaccard),
      ),
      this.part(
        gained,
        '',
        changeList(comparison.gained, words, follow),
        this.saveCsv(gained, 'gained', tagCountsData(comparison.gained, words)),
      ),
      this.part(
        lost,
        '',
        changeList(comparison.lost, words, follow),
        this.saveCsv(lost, 'lost', tagCountsData(comparison.lost, words)),
      ),
    ];
    const shifts = this.part(
      words.shiftsHeading,
      words.shiftsHelp,
      shiftTable(comparison, words, follow),
      this.saveCsv(words.shiftsHeading, 'shifts', shiftsData(comparison, words)),
    );
    setChildren(this.result, element('div', { class: 'comparison-grid' }, ...grid), shifts);
  }

  private saveMatrix(
    id: string,
    title: string,
    names: readonly string[],
    values: readonly (readonly number[])[],
  ): HTMLElement {
    const { words, charts } = this.options;
    const data = { title, names, values };
    return saveMenuButton({
      words,
      name: title,
      id,
      picture: () => matrixPicture(data, charts.palette()),
      csv: () => matrixCsv(data),
      save: (file) => charts.save(file),
    });
  }

  private saveCsv(heading: string, id: string, table: ChartTable): HTMLElement {
    const { words, onSave } = this.options;
    return iconButton({ label: words.savePart(heading), icon: 'save', onClick: () => onSave(id, chartCsv(table)) });
  }

  private part(heading: string, help: string, content: HTMLElement, save: HTMLElement): HTMLElement {
    const title = element('h3', { text: heading, class: 'card-title', direction: 'auto' });
    const account = element(
      'div',
      { class: 'card-words' },
      title,
      help === '' ? null : element('p', { class: 'quiet card-about', text: help }),
    );
    return element(
      'section',
      { class: 'card', label: heading },
      element('header', { class: 'card-head' }, account, save),
      content,
    );
  }
}
