import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { selectRows } from '../../src/core/select/selectRows';
import { runJob } from '../../src/node/jobs/runJob';
import { bundleThread } from '../support/threadBundle';
import { dataOf, randomTagLists } from '../unit/core/select/selectionData';

/** A thread entry of the product, its imports leading to `src` from the project folder. */
function entryOf(name: string): string {
  const file = fileURLToPath(new URL(`../../src/workers/${name}.ts`, import.meta.url));
  return readFileSync(file, 'utf8').replaceAll("'../", "'./src/");
}

describe('selection and measures on a thread', () => {
  const data = dataOf(randomTagLists(1, 300, 40));
  let selectFolder = '';
  let measureFolder = '';

  beforeAll(async () => {
    selectFolder = await bundleThread('selectJob', entryOf('selectJob'));
    measureFolder = await bundleThread('measureJob', entryOf('measureJob'));
  });

  it('selects the rows that the core selects', async () => {
    const request = { method: 'complexity-first', count: 50, seed: 0 } as const;
    const selection = await runJob('select', { data, request }, { distFolder: selectFolder });
    expect(selection).toEqual(selectRows(data, request));
  });

  it('hands refusals back as values', async () => {
    const request = { method: 'random', count: 0, seed: 0 } as const;
    const selection = await runJob('select', { data, request }, { distFolder: selectFolder });
    expect(selection.kind).toBe('refused');
  });

  it('measures what was asked for and nothing else', async () => {
    const input = { data, stats: { name: 'x' }, pairs: 3, curves: { pointCount: 5, seed: 0 } };
    const result = await runJob('measure', input, { distFolder: measureFolder });
    expect(result.stats?.taggedRows).toBe(300);
    expect(result.pairs).toHaveLength(3);
    expect(result.curves?.growth.x).toHaveLength(5);
    expect(result.tagMap).toBeUndefined();
  });
});
