/** The tag map: laid out when asked for, with a lasso whose tags can be listed, followed and saved. */
import type { InsightsSnapshot, TagMap } from '../../../src/protocol/insights';
import { CancelSource, isCancelled } from '../../../src/protocol/cancelSource';
import { button, dropdown, iconButton, setDisabled } from '../../shared/controls';
import { element, setChildren, setText } from '../../shared/dom';
import { formatCount } from '../../shared/format';
import type { ChartFile, Picture } from '../charts/chartFile';
import type { ChartPalette } from '../charts/chartPalette';
import type { ChartTarget } from '../charts/chartSpec';
import { rowsWithAnyTag, rowsWithTag } from '../charts/rowTargets';
import { changeList } from '../compare/datasetTables';
import type { SectionContext } from '../hostCalls';
import { saveMenuButton } from '../saveMenu';
import type { Words } from '../words/english';
import { TagMapCanvas } from './tagMapCanvas';
import { tagMapCsv, tagMapPicture } from './tagMapFiles';

export interface TagMapSectionOptions extends SectionContext {
  readonly words: Words;
  readonly palette: () => ChartPalette;
  readonly onFollow: (target: ChartTarget) => void;
  readonly onSave: (file: Promise<ChartFile>) => void;
}

export class TagMapSection {
  readonly node: HTMLElement;
  private readonly intro: HTMLElement;
  private readonly status = element('p', { class: 'quiet', role: 'status' });
  private readonly body = element('div', { class: 'tag-map', testId: 'tag-map' });
  private readonly runButton: HTMLElement;
  private canvas: TagMapCanvas | null = null;
  /** What nearness means. */
  private basis: TagMap['basis'] = 'co-occurrence';
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
      element('div', { class: 'bench-line' }, this.runButton, this.makeBasis(), this.status),
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

  private makeBasis(): HTMLElement {
    const { words } = this.options;
    return dropdown({
      label: words.mapBy,
      choices: [
        { value: 'co-occurrence', label: words.mapByCoOccurrence },
        { value: 'embedding', label: words.mapByEmbedding },
      ],
      value: this.basis,
      testId: 'tag-map-basis',
      onChange: (value) => {
        this.basis = value === 'embedding' ? 'embedding' : 'co-occurrence';
        if (this.canvas !== null) void this.run();
      },
    }).node;
  }

  private async run(): Promise<void> {
    if (this.running) return;
    const { words, host, activity } = this.options;
    const source = new CancelSource();
    this.running = source;
    setDisabled(this.runButton, true);
    const end = activity.begin(words.mapRunning, () => source.cancel());
    try {
      this.showMap(await host.call('tagMap', { basis: this.basis }, source));
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
    setText(this.status, this.basisWords(map));
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
      saveMenuButton({
        words,
        name: words.mapHeading,
        id: 'tag-map',
        picture: () => this.picture(map, new Set()),
        csv: () => tagMapCsv(map, everything, words),
        save: onSave,
      }),
    );
  }

  private picture(map: TagMap, chosen: ReadonlySet<number>): Picture {
    const { palette } = this.options;
    return tagMapPicture(map, this.basisWords(map), chosen, palette());
  }

  private basisWords({ basis, tags }: TagMap): string {
    const { words } = this.options;
    return words.mapBasis(basis === 'embedding' ? words.embedding : words.coOccurrence, formatCount(tags.length));
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
    const show = button({
      label: words.mapShowRows,
      icon: 'filter',
      testId: 'lasso-rows',
      onClick: () => onFollow(rowsWithAnyTag(tags.map((tag) => map.tags[tag]!))),
    });
    const save = saveMenuButton({
      words,
      name: heading,
      id: 'tag-map-lasso',
      picture: () => this.picture(map, new Set(tags)),
      csv: () => tagMapCsv(map, tags, words),
      save: onSave,
    });
    const list = changeList(
      tags.map((tag) => ({ tag: map.tags[tag]!, rows: map.rows[tag]! })),
      words,
      (tag) => onFollow(rowsWithTag(tag)),
    );
    setChildren(
      place,
      element('div', { class: 'lasso-head' }, element('h3', { text: heading }), show, save, clear),
      list,
    );
  }
}

function largest(map: TagMap): string {
  let best = 0;
  map.rows.forEach((rows, index) => {
    if (rows > (map.rows[best] ?? 0)) best = index;
  });
  return map.tags[best] ?? '';
}
