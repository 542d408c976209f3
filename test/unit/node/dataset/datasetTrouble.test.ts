import { describe, expect, it } from 'vitest';
import { asTrouble } from '../../../../src/node/dataset/datasetTrouble';

const denied = (path: string) =>
  Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: 'EACCES' });

describe('what the file system forbids', () => {
  it.each<[string, string, RegExp]>([
    ['the dataset', '/data/a.jsonl.zst', /^\/data\/a\.jsonl\.zst may not be read/],
    [
      'the folder it is unpacked into',
      '/spill/1.spill',
      /^\/data\/a\.jsonl\.zst could not be unpacked: \/spill may not/,
    ],
  ])('is said of %s', (_, path, sentence) => {
    const trouble = asTrouble(denied(path), '/data/a.jsonl.zst', '/spill/1.spill');
    expect(trouble).toMatchObject({ name: 'DatasetTrouble', message: expect.stringMatching(sentence) as string });
  });
});
