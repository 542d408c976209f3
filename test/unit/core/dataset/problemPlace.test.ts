import { describe, expect, it } from 'vitest';
import { placeInText } from '../../../../src/core/dataset/problemPlace';

describe('placeInText', () => {
  it('counts columns on the line where the row begins, from where it begins', () => {
    expect(placeInText('', 1)).toEqual({ line: 0, column: 0 });
    expect(placeInText('{"a": ', 7, 4)).toEqual({ line: 6, column: 10 });
  });

  it('counts lines inside a row, whatever ends them', () => {
    expect(placeInText('{\n  "a": ', 3, 2)).toEqual({ line: 3, column: 7 });
    expect(placeInText('{\r\n  "a": 1,\r\n', 3)).toEqual({ line: 4, column: 0 });
    expect(placeInText('{\r  "a"', 3)).toEqual({ line: 3, column: 5 });
  });

  it('counts characters beyond the first plane as two, as editors do', () => {
    expect(placeInText('😀', 1).column).toBe(2);
  });
});
