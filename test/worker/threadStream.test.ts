import { describe, expect, it } from 'vitest';
import { openDataset } from '../../src/node/dataset/openDataset';
import { searchDataset } from '../../src/node/dataset/searchDataset';
import { temporaryFile } from '../support/temporaryFiles';

describe('a thread that sends messages', () => {
  it('ends with the error of a listener that stumbles over one', async () => {
    const dataset = await openDataset(temporaryFile('a.jsonl', '{"a": "b"}\n'));
    const query = { text: 'b', isRegularExpression: false, isCaseSensitive: true };
    let told = 0;
    const searching = searchDataset(dataset, query, {
      onProgress: () => {
        told++;
        throw new RangeError('No room for hits.');
      },
    });
    await expect(searching).rejects.toThrow('No room for hits.');
    expect(told).toBe(1);
    await dataset.close();
  });
});
