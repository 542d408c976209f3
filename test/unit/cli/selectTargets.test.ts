import { link, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/cli/arguments';
import { checkTargets, targetOptions, targetsOf } from '../../../src/cli/selectTargets';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-lens-targets-'));
  await writeFile(join(folder, 'data.jsonl'), '{}\n');
  await mkdir(join(folder, 'sub'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);

function check(...args: string[]): Promise<void> {
  const targets = targetsOf(parseCommandLine(['--out', at('out.jsonl'), ...args], targetOptions));
  return checkTargets(targets, [at('data.jsonl')], [at('data.jsonl.tags.jsonl')]);
}

const everything = ['--format', 'sharegpt', '--validation', '0.1', '--hand-over', '--card'];

describe('checkTargets', () => {
  it('lets --why be no file of the same export, whatever belongs to it', async () => {
    const plain = ['out.jsonl', 'out.jsonl.manifest.json'];
    for (const name of plain) await expect(check('--why', at(name)), name).rejects.toThrow('this export itself');
    const parts = ['out.train.jsonl', 'out.train.jsonl.manifest.json', 'out.validation.jsonl'];
    const beside = [
      'dataset_info.json',
      'out.llamafactory.yaml',
      'out.axolotl.yaml',
      'out.fastchat.sh',
      'out.README.md',
    ];
    for (const name of [...parts, ...beside, 'out.jsonl'])
      await expect(check(...everything, '--why', at(name)), name).rejects.toThrow('this export itself');
    await expect(check(...everything, '--why', at('why.jsonl'))).resolves.toBeUndefined();
    await expect(check('--why', at('out.train.jsonl'))).resolves.toBeUndefined();
  });

  it('knows such a file by another spelling and by links', async () => {
    await symlink(folder, at('sub', 'around'));
    await writeFile(at('out.train.jsonl'), 'of the last export\n');
    await link(at('out.train.jsonl'), at('hard.jsonl'));
    await symlink(at('out.train.jsonl'), at('soft.jsonl'));
    const spellings = [at('sub', 'around', 'out.validation.jsonl'), `${folder}/sub/../out.train.jsonl`];
    for (const path of [...spellings, at('hard.jsonl'), at('soft.jsonl')])
      await expect(check(...everything, '--why', path), path).rejects.toThrow('this export itself');
  });

  it('keeps the dataset and its tags, and stops at a damaged dataset_info.json before any work', async () => {
    await expect(check('--why', at('data.jsonl'))).rejects.toThrow('the dataset itself');
    await expect(check('--why', at('data.jsonl.tags.jsonl'))).rejects.toThrow('never written to');
    await expect(check('--out', at('data.jsonl.tags.jsonl'))).rejects.toThrow('never written to');
    await writeFile(at('dataset_info.json'), '{"a":}');
    await expect(check(...everything)).rejects.toThrow(/dataset_info\.json is damaged at byte 5\b/);
    expect((await readdir(folder)).toSorted()).toEqual(['data.jsonl', 'dataset_info.json', 'sub']);
  });
});

describe('targetsOf', () => {
  it('refuses what source rows cannot have', () => {
    const parse = (...args: string[]) => targetsOf(parseCommandLine(['--out', 'x', ...args], targetOptions));
    expect(() => parse('--stage', 'dpo')).toThrow('--format');
    expect(() => parse('--hand-over')).toThrow('--format');
    expect(() => parse('--validation', '0')).toThrow('--validation');
    expect(parse('--format', 'alpaca', '--stage', 'dpo').stage).toBe('dpo');
  });
});
