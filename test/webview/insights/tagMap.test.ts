import { describe, expect, it } from 'vitest';
import {
  fitView,
  isInside,
  labelsThatFit,
  toPixel,
  toUnitLayout,
  zoomView,
} from '../../../webview/insights/tagMap/tagMapGeometry';
import type { LabelBox } from '../../../webview/insights/tagMap/tagMapGeometry';

describe('the layout', () => {
  it('keeps proportions, turns y over, and fits into the box', () => {
    const layout = toUnitLayout([-2, 2], [0, 2]);
    expect(layout).toEqual({
      points: [
        { x: 0, y: 0.5 },
        { x: 1, y: 0 },
      ],
      width: 1,
      height: 0.5,
    });
    const view = fitView(layout, 220, 400, 10);
    expect(toPixel(layout.points[1]!, view)).toEqual({ x: 210, y: 150 });
  });

  it('puts a single tag into the middle', () => {
    const layout = toUnitLayout([7], [7]);
    expect(toPixel(layout.points[0]!, fitView(layout, 100, 60, 10))).toEqual({ x: 50, y: 30 });
  });

  it('zooms about the pointer, within limits', () => {
    const view = { scale: 100, left: 0, top: 0 };
    const zoomed = zoomView(view, 2, { x: 50, y: 50 }, 100);
    expect(toPixel({ x: 0.5, y: 0.5 }, zoomed)).toEqual({ x: 50, y: 50 });
    expect(zoomed.scale).toBe(200);
    expect(zoomView(view, 1e9, { x: 0, y: 0 }, 100).scale).toBe(6000);
  });
});

describe('the lasso', () => {
  const notched = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 4 },
    { x: 2, y: 1 },
    { x: 0, y: 4 },
  ];

  it('holds what lies inside, not what lies in its notch', () => {
    expect(isInside({ x: 0.5, y: 1 }, notched)).toBe(true);
    expect(isInside({ x: 2, y: 3 }, notched)).toBe(false);
    expect(isInside({ x: 9, y: 1 }, notched)).toBe(false);
    expect(isInside({ x: 0, y: 0 }, [])).toBe(false);
  });
});

describe('labels', () => {
  it('that fit are those a slow look at all pairs would choose', () => {
    let state = 5;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const boxes = Array.from({ length: 300 }, (): LabelBox => {
      const left = next() * 600;
      const top = next() * 300;
      return { left, top, right: left + 20 + next() * 100, bottom: top + 14 };
    });
    const slow: number[] = [];
    boxes.forEach((box, index) => {
      const isFree = slow.every((other) => {
        const o = boxes[other]!;
        return box.right <= o.left || o.right <= box.left || box.bottom <= o.top || o.bottom <= box.top;
      });
      if (isFree) slow.push(index);
    });
    expect(labelsThatFit(boxes)).toEqual(slow);
  });
});
