import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOneOf, problemWithTarget } from '../../../../src/node/export/targetProblems';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-lens-target-'));
  await writeFile(join(folder, 'data.jsonl'), '{}\n');
  await mkdir(join(folder, 'sub'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);

describe('isOneOf', () => {
  it('knows a file by other spellings, by links to it and by links to its folder', async () => {
    await symlink(at('data.jsonl'), at('soft.jsonl'));
    await link(at('data.jsonl'), at('hard.jsonl'));
    await symlink(folder, at('sub', 'around'));
    const same = [at('sub', '..', 'data.jsonl'), at('soft.jsonl'), at('hard.jsonl'), at('sub', 'around', 'data.jsonl')];
    for (const path of same) expect(await isOneOf(path, [at('other.jsonl'), at('data.jsonl')]), path).toBe(true);
    expect(await isOneOf(at('sub'), [at('data.jsonl')])).toBe(false);
  });

  it('knows files that do not exist yet', async () => {
    await symlink(folder, at('sub', 'around'));
    const same = [
      at('new.jsonl'),
      `${folder}/sub/../new.jsonl`,
      `${folder}/./new.jsonl`,
      at('sub', 'around', 'new.jsonl'),
    ];
    for (const path of same) expect(await isOneOf(path, [at('new.jsonl')]), path).toBe(true);
    expect(await isOneOf(at('sub', 'new.jsonl'), [at('new.jsonl')])).toBe(false);
    expect(await isOneOf(at('none', 'new.jsonl'), [at('new.jsonl')])).toBe(false);
  });
});

describe('problemWithTarget', () => {
  it('guards what is read besides the dataset, its tags for one', async () => {
    const tags = at('data.jsonl.tags.jsonl');
    expect(await problemWithTarget([at('data.jsonl')], tags, [tags])).toContain('never written to');
    expect(await problemWithTarget([at('data.jsonl')], at('out.jsonl'), [tags])).toBeNull();
    expect(await problemWithTarget([at('data.jsonl')], at('out.jsonl'), [at('out.jsonl.manifest.json')])).toContain(
      'never written to',
    );
  });
});
