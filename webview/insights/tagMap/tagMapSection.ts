/** The tag map: laid out when asked for, with a lasso whose tags can be listed, followed and saved. */
import type { InsightsSnapshot, TagMap } from '../../../src/protocol/insights';
import { CancelSource, isCancelled } from '../../../src/protocol/cancelSource';
import { button, iconButton, setDisabled } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import { chartCsv } from '../charts/chartCsv';
import type { ChartPalette } from '../charts/chartPalette';
import type { ChartTable, ChartTarget } from '../charts/chartSpec';
import { rowsWithTag } from '../charts/rowTargets';
import { changeList } from '../compare/datasetTables';
import type { SectionContext } from '../hostCalls';
import type { Words } from '../words/english';
import { TagMapCanvas } from './tagMapCanvas';

export interface TagMapSectionOptions extends SectionContext {
  readonly words: Words;
  readonly palette: () => ChartPalette;
  readonly onFollow: (target: ChartTarget) => void;
  readonly onSave: (name: string, csv: string) => void;
}

export class TagMapSection {
  readonly node: HTMLElement;
  private readonly intro: HTMLElement;
  private readonly status = element('p', { class: 'quiet', role: 'status' });
  private readonly body = element('div', { class: 'tag-map', testId: 'tag-map' });
  private readonly runButton: HTMLElement;
  private canvas: TagMapCanvas | null = null;
  private running: CancelSource | null = null;
  private datasetId: string | undefined;

  constructor(private readonly options: TagMapSectionOptions) {
    const { words } = options;
    this.intro = element('p', { class: 'quiet section-intro', text: words.mapIntro });
    this.runButton = button({
      label: words.mapRun,
      icon: 'graph-scatter',
      testId: 'tag-map-run',
      onClick: () => void this.run(),
    });
    this.node = element(
      'section',
      { class: 'section', label: words.mapHeading },
      element('h2', { text: words.mapHeading }),
      this.intro,
      element('div', { class: 'bench-line' }, this.runButton, this.status),
      this.body,
    );
  }

  /** A map belongs to its dataset; another dataset starts without one. */
  show(snapshot: InsightsSnapshot): void {
    if (snapshot.dataset?.id === this.datasetId) return;
    this.datasetId = snapshot.dataset?.id;
    this.running?.cancel();
    this.clear();
  }

  restyle(): void {
    this.canvas?.redraw();
  }

  private clear(): void {
    this.canvas?.dispose();
    this.canvas = null;
    setChildren(this.body);
    setText(this.status, '');
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const { words, host, activity } = this.options;
    const source = new CancelSource();
    this.running = source;
    setDisabled(this.runButton, true);
    const end = activity.begin(words.mapRunning, () => source.cancel());
    try {
      this.showMap(await host.call('tagMap', {}, source));
    } catch (error) {
      setText(
        this.status,
        isCancelled(error)
          ? words.benchStopped
          : words.mapFailed(error instanceof Error ? error.message : String(error)),
      );
    } finally {
      this.running = null;
      setDisabled(this.runButton, false);
      end();
    }
  }

  private showMap(map: TagMap): void {
    const { words } = this.options;
    this.clear();
    if (map.tags.length < 3) return setText(this.status, words.mapEmpty);
    setText(this.intro, map.basis === 'embedding' ? words.mapIntroEmbedding : words.mapIntro);
    const count = formatCount(map.tags.length);
    setText(this.status, words.mapBasis(map.basis === 'embedding' ? words.embedding : words.coOccurrence, count));
    const live = element('div', { class: 'visually-hidden', aria: { live: 'polite' } });
    const chosen = element('div', { class: 'lasso-result', isHidden: true });
    const canvas = new TagMapCanvas({
      map,
      summary: `${words.mapHeading}. ${words.mapSummary(count, largest(map))} ${words.mapHint}`,
      palette: this.options.palette,
      onPick: (tag) => this.options.onFollow(rowsWithTag(map.tags[tag]!)),
      onHover: (tag) => setText(live, tag === null ? '' : `${map.tags[tag]!}, ${formatCount(map.rows[tag]!)}`),
      onLasso: (tags) => this.showLasso(map, tags, chosen),
    });
    this.canvas = canvas;
    const hint = element('p', { class: 'quiet section-intro', text: words.mapHint });
    setChildren(
      this.body,
      element('div', { class: 'tag-map-frame' }, canvas.node, this.tools(map, canvas)),
      hint,
      chosen,
      live,
    );
  }

  private tools(map: TagMap, canvas: TagMapCanvas): HTMLElement {
    const { words, onSave } = this.options;
    const lasso = iconButton({
      label: words.mapLasso,
      icon: 'edit',
      onClick: () => {
        canvas.isLassoMode = !canvas.isLassoMode;
        lasso.setAttribute('aria-pressed', String(canvas.isLassoMode));
      },
    });
    lasso.setAttribute('aria-pressed', 'false');
    const everything = map.tags.map((_, index) => index);
    return element(
      'div',
      { class: 'tag-map-tools' },
      iconButton({ label: words.mapZoomIn, icon: 'add', onClick: () => canvas.zoom(1.5) }),
      iconButton({ label: words.mapZoomOut, icon: 'remove', onClick: () => canvas.zoom(1 / 1.5) }),
      iconButton({ label: words.mapReset, icon: 'screen-full', onClick: () => canvas.reset() }),
      lasso,
      iconButton({
        label: words.savePart(words.mapHeading),
        icon: 'save',
        onClick: () => onSave('tag-map', chartCsv(mapData(map, everything, words))),
      }),
    );
  }

  private showLasso(map: TagMap, tags: readonly number[], place: HTMLElement): void {
    const { words, onFollow, onSave } = this.options;
    place.hidden = tags.length === 0;
    if (tags.length === 0) return setChildren(place);
    const heading = words.mapChosen(formatCount(tags.length));
    const clear = element('button', {
      class: 'link-button',
      text: words.mapClear,
      onClick: () => {
        this.canvas?.clearLasso();
        this.showLasso(map, [], place);
      },
    });
    const save = iconButton({
      label: words.savePart(heading),
      icon: 'save',
      onClick: () => onSave('tag-map-lasso', chartCsv(mapData(map, tags, words))),
    });
    const list = changeList(
      tags.map((tag) => ({ tag: map.tags[tag]!, rows: map.rows[tag]! })),
      words,
      (tag) => onFollow(rowsWithTag(tag)),
    );
    setChildren(place, element('div', { class: 'lasso-head' }, element('h3', { text: heading }), clear, save), list);
  }
}

function largest(map: TagMap): string {
  let best = 0;
  map.rows.forEach((rows, index) => {
    if (rows > (map.rows[best] ?? 0)) best = index;
  });
  return map.tags[best] ?? '';
}

function mapData(map: TagMap, tags: readonly number[], words: Words): ChartTable {
  return {
    columns: [
      { name: words.tag, style: 'text' },
      { name: words.rows, style: 'integer' },
      { name: 'x', style: 'decimal' },
      { name: 'y', style: 'decimal' },
    ],
    rows: tags.map((tag) => [map.tags[tag]!, map.rows[tag]!, map.x[tag]!, map.y[tag]!]),
    targets: [],
  };
}
