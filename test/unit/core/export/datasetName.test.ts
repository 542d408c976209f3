import { describe, expect, it } from 'vitest';
import { datasetNameOf, freeDatasetName } from '../../../../src/core/export/datasetName';

describe('datasetNameOf', () => {
  it('keeps the letters, marks and digits of every script apart', () => {
    const names = ['数据一', '数据二', 'données', 'Ünïcode', 'हिन्दी', 'ไทย', 'مرحبا', '٣', '한국어'];
    expect(names.map(datasetNameOf)).toEqual(names);
  });

  it('takes the two spellings of an accent for one name', () => {
    expect(datasetNameOf('e\u0301')).toBe(datasetNameOf('é'));
  });

  it('holds nothing that a shell, a list of datasets or a path would read otherwise', () => {
    expect(datasetNameOf('a b,c/d\\e:f')).toBe('a_b_c_d_e_f');
    expect(datasetNameOf('rows.random-20')).toBe('rows.random-20');
    expect(['.hidden', '..', 'a.'].map(datasetNameOf)).toEqual(['_hidden', '__', 'a_']);
    expect(datasetNameOf('$(rm -r)')).toBe('_rm_-r_');
    expect(datasetNameOf('--help')).toBe('_-help');
    expect(['🎉', ' ', ''].map(datasetNameOf)).toEqual(['_', '_', '_']);
  });
});

describe('freeDatasetName', () => {
  it('numbers a name that stands for something else', () => {
    expect(freeDatasetName('a', () => true)).toBe('a');
    expect(freeDatasetName('a', (name) => !['a', 'a_2'].includes(name))).toBe('a_3');
  });
});
