import { describe, expect, it } from 'vitest';
import type { TagMap } from '../../../src/protocol/insights';
import { matrixCsv, matrixPicture } from '../../../webview/insights/compare/matrixFiles';
import { tagMapCsv, tagMapPicture } from '../../../webview/insights/tagMap/tagMapFiles';
import { english } from '../../../webview/insights/words/english';
import { palette } from './fixtures';

const map: TagMap = {
  tags: ['<b>sql</b>', 'math', 'R & D'],
  x: [0, 0.5, 1],
  y: [0, 1, 0.5],
  rows: [9, 4, 1],
  basis: 'co-occurrence',
};

describe('pictures to save', () => {
  it('of the tag map hold every dot and escape the names that fit', () => {
    const { svg, width, height } = tagMapPicture(map, '3 tags', new Set([1]), palette);
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('&lt;b&gt;sql&lt;/b&gt;');
    expect(svg).toContain('R &amp; D');
    expect(svg).not.toContain('<b>');
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
  });

  it('of a matrix name both sides and write every share', () => {
    const data = {
      title: 'Overlap',
      names: ['a', '=b'],
      values: [
        [1, 0.25],
        [NaN, 1],
      ],
    };
    const { svg } = matrixPicture(data, palette);
    expect(svg.match(/<rect/g)).toHaveLength(5);
    expect(svg).toContain('25 %');
    expect(matrixCsv(data)).toBe("Overlap,a,'=b\r\na,1,0.25\r\n'=b,,1\r\n");
  });

  it('of a map without tags are empty and valid', () => {
    const none: TagMap = { tags: [], x: [], y: [], rows: [], basis: 'embedding' };
    expect(tagMapPicture(none, '', new Set(), palette).svg).not.toContain('NaN');
    expect(tagMapCsv(none, [], english)).toBe('Tag,Rows,x,y\r\n');
  });
});
