/** Draws the tag map on a canvas and turns pointer and keys into moves, picks and lassos. */
import type { TagMap } from '../../../src/protocol/insights';
import { element } from '../../shared/dom';
import { clip, formatCount } from '../../shared/format';
import { withAlpha } from '../charts/chartPalette';
import type { ChartPalette } from '../charts/chartPalette';
import { dotRadius, fitView, isInside, labelsThatFit, toPixel, toUnitLayout, zoomView } from './tagMapGeometry';
import type { LabelBox, MapPoint, MapView, UnitLayout } from './tagMapGeometry';

export interface TagMapCanvasOptions {
  readonly map: TagMap;
  readonly summary: string;
  readonly palette: () => ChartPalette;
  readonly onPick: (tag: number) => void;
  readonly onHover: (tag: number | null) => void;
  /** Indices of the tags inside; empty takes the lasso away. */
  readonly onLasso: (tags: readonly number[]) => void;
}

const margin = 36;
const reach = 6;
const labelHeight = 14;

export class TagMapCanvas {
  readonly node: HTMLCanvasElement;
  isLassoMode = false;
  private readonly layout: UnitLayout;
  private readonly points: readonly MapPoint[];
  /** Tags from most to least frequent: order of keys, of labels, and of drawing (small ones on top). */
  private readonly order: readonly number[];
  private readonly mostRows: number;
  private view: MapView | null = null;
  private chosen = new Set<number>();
  private lasso: readonly MapPoint[] = [];
  private active: number | null = null;
  private frame = 0;
  private readonly observer: ResizeObserver | null;

  constructor(private readonly options: TagMapCanvasOptions) {
    const { map } = options;
    this.layout = toUnitLayout(map.x, map.y);
    this.points = this.layout.points;
    this.order = map.tags.map((_, index) => index).sort((a, b) => map.rows[b]! - map.rows[a]! || a - b);
    this.mostRows = map.rows[this.order[0] ?? 0] ?? 1;
    this.node = element('canvas', { class: 'tag-map-canvas', role: 'img', tabIndex: 0, label: options.summary });
    this.listen();
    this.observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(() => this.resized());
    this.observer?.observe(this.node);
  }

  reset(): void {
    this.view = null;
    this.redraw();
  }

  zoom(factor: number, at: MapPoint = { x: this.node.clientWidth / 2, y: this.node.clientHeight / 2 }): void {
    const whole = this.wholeView();
    this.view = zoomView(this.currentView(), factor, at, whole.scale);
    this.redraw();
  }

  clearLasso(): void {
    this.lasso = [];
    this.chosen = new Set();
    this.redraw();
  }

  redraw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.draw());
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    this.observer?.disconnect();
  }

  private currentView(): MapView {
    return this.view ?? this.wholeView();
  }

  private wholeView(): MapView {
    return fitView(this.layout, this.node.clientWidth, this.node.clientHeight, margin);
  }

  private resized(): void {
    const ratio = window.devicePixelRatio || 1;
    this.node.width = Math.round(this.node.clientWidth * ratio);
    this.node.height = Math.round(this.node.clientHeight * ratio);
    this.redraw();
  }

  private draw(): void {
    const context = this.node.getContext('2d');
    if (!context) return;
    const ratio = window.devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.node.clientWidth, this.node.clientHeight);
    const view = this.currentView();
    const pixels = this.points.map((point) => toPixel(point, view));
    this.drawDots(context, pixels);
    this.drawLabels(context, pixels);
    this.drawLasso(context);
  }

  private drawDots(context: CanvasRenderingContext2D, pixels: readonly MapPoint[]): void {
    const palette = this.options.palette();
    const isNarrowed = this.chosen.size > 0;
    for (const tag of this.order) {
      const { x, y } = pixels[tag]!;
      const isChosen = this.chosen.has(tag);
      const color = isChosen ? palette.tones.orange : palette.tones.blue;
      context.beginPath();
      context.arc(x, y, this.radiusOf(tag), 0, 2 * Math.PI);
      context.fillStyle = withAlpha(color, isChosen ? 0.75 : isNarrowed ? 0.15 : 0.45);
      context.fill();
      if (isChosen || palette.hasEdges || tag === this.active) {
        context.lineWidth = tag === this.active ? 2 : 1;
        context.strokeStyle = tag === this.active ? palette.text : color;
        context.stroke();
      }
    }
  }

  private drawLabels(context: CanvasRenderingContext2D, pixels: readonly MapPoint[]): void {
    const palette = this.options.palette();
    context.font = `11px ${palette.fontFamily}`;
    context.textBaseline = 'middle';
    const wanted =
      this.active === null ? this.order : [this.active, ...this.order.filter((tag) => tag !== this.active)];
    const visible = wanted.filter((tag) => this.isVisible(pixels[tag]!)).slice(0, 600);
    const texts = visible.map((tag) => clip(this.options.map.tags[tag]!, 28));
    const boxes = visible.map((tag, index) =>
      this.labelBox(pixels[tag]!, tag, context.measureText(texts[index]!).width),
    );
    for (const index of labelsThatFit(boxes)) {
      const box = boxes[index]!;
      const isActive = visible[index] === this.active;
      context.lineWidth = 3;
      context.lineJoin = 'round';
      context.strokeStyle = withAlpha(palette.background, 0.85);
      context.strokeText(texts[index]!, box.left, box.top + labelHeight / 2);
      context.fillStyle = isActive || this.chosen.has(visible[index]!) ? palette.text : palette.quietText;
      context.fillText(texts[index]!, box.left, box.top + labelHeight / 2);
    }
  }

  private labelBox(at: MapPoint, tag: number, width: number): LabelBox {
    const left = at.x + this.radiusOf(tag) + 3;
    return { left, right: left + width, top: at.y - labelHeight / 2, bottom: at.y + labelHeight / 2 };
  }

  private drawLasso(context: CanvasRenderingContext2D): void {
    if (this.lasso.length < 2) return;
    const view = this.currentView();
    context.beginPath();
    for (const point of this.lasso) {
      const { x, y } = toPixel(point, view);
      context.lineTo(x, y);
    }
    context.closePath();
    const palette = this.options.palette();
    context.setLineDash([4, 3]);
    context.lineWidth = 1.5;
    context.strokeStyle = palette.tones.orange;
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = withAlpha(palette.tones.orange, 0.08);
    context.fill();
  }

  private radiusOf(tag: number): number {
    return dotRadius(this.options.map.rows[tag] ?? 1, this.mostRows);
  }

  private isVisible({ x, y }: MapPoint): boolean {
    return x >= -20 && y >= -20 && x <= this.node.clientWidth + 20 && y <= this.node.clientHeight + 20;
  }

  private listen(): void {
    this.node.addEventListener('pointerdown', (event) => this.press(event));
    this.node.addEventListener('pointermove', (event) => this.hover(this.tagAt(event)));
    this.node.addEventListener('pointerleave', () => this.hover(null));
    this.node.addEventListener('keydown', (event) => this.onKey(event));
    // Zooming with the wheel needs Ctrl or the focus, so that scrolling past the map scrolls the page.
    this.node.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
  }

  private onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && document.activeElement !== this.node) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 400), { x: event.offsetX, y: event.offsetY });
  }

  private press(start: PointerEvent): void {
    if (start.button !== 0) return;
    this.node.focus({ preventScroll: true });
    const isLasso = this.isLassoMode || start.shiftKey;
    const from = this.currentView();
    let hasMoved = false;
    if (isLasso) this.lasso = [this.unitAt(start)];
    const listening = new AbortController();
    const move = (event: PointerEvent) => {
      hasMoved ||= Math.hypot(event.offsetX - start.offsetX, event.offsetY - start.offsetY) > 3;
      if (!hasMoved) return;
      if (isLasso) this.lasso = [...this.lasso, this.unitAt(event)];
      else
        this.view = {
          ...from,
          left: from.left + event.offsetX - start.offsetX,
          top: from.top + event.offsetY - start.offsetY,
        };
      this.redraw();
    };
    const end = (event: PointerEvent) => {
      listening.abort();
      if (isLasso && hasMoved) this.closeLasso();
      else if (!hasMoved) this.pickAt(event);
    };
    this.node.setPointerCapture(start.pointerId);
    this.node.addEventListener('pointermove', move, { signal: listening.signal });
    this.node.addEventListener('pointerup', end, { signal: listening.signal });
    this.node.addEventListener('pointercancel', () => listening.abort(), { signal: listening.signal });
  }

  private closeLasso(): void {
    const inside = this.order.filter((tag) => isInside(this.points[tag]!, this.lasso));
    this.chosen = new Set(inside);
    if (inside.length === 0) this.lasso = [];
    this.redraw();
    this.options.onLasso(inside);
  }

  private pickAt(event: PointerEvent): void {
    const tag = this.tagAt(event);
    if (tag !== null) this.options.onPick(tag);
  }

  private hover(tag: number | null): void {
    if (tag === this.active) return;
    this.active = tag;
    this.node.style.cursor = tag === null ? (this.isLassoMode ? 'crosshair' : 'grab') : 'pointer';
    this.node.title =
      tag === null ? '' : `${this.options.map.tags[tag]!} · ${formatCount(this.options.map.rows[tag]!)}`;
    this.options.onHover(tag);
    this.redraw();
  }

  private unitAt(event: PointerEvent): MapPoint {
    const view = this.currentView();
    return { x: (event.offsetX - view.left) / view.scale, y: (event.offsetY - view.top) / view.scale };
  }

  /** The tag under the pointer; the least frequent first, since it is drawn on top. */
  private tagAt(event: PointerEvent): number | null {
    const view = this.currentView();
    for (let index = this.order.length - 1; index >= 0; index--) {
      const tag = this.order[index]!;
      const { x, y } = toPixel(this.points[tag]!, view);
      if (Math.hypot(x - event.offsetX, y - event.offsetY) <= this.radiusOf(tag) + reach / 2) return tag;
    }
    return null;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === '+' || event.key === '=') this.zoom(1.4);
    else if (event.key === '-') this.zoom(1 / 1.4);
    else if (event.key === '0') this.reset();
    else if (event.key === 'Enter' && this.active !== null) this.options.onPick(this.active);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') this.step(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') this.step(-1);
    else return;
    event.preventDefault();
  }

  private step(by: number): void {
    const at = this.active === null ? -1 : this.order.indexOf(this.active);
    const next = Math.min(this.order.length - 1, Math.max(0, at + by));
    this.hover(this.order[next] ?? null);
  }
}
