import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { newSpillPath, removeStaleSpills } from '../../../../src/node/files/spill';
import { temporaryFolder } from '../../../support/temporaryFiles';

/** A process that is gone. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

async function spillOf(folder: string, pid: number): Promise<string> {
  const own = await newSpillPath(folder);
  const path = join(folder, basename(own).replace(`-${process.pid}-`, `-${pid}-`));
  writeFileSync(path, 'unpacked');
  return path;
}

describe('unpacked copies that nobody removed', () => {
  it('go when the next one begins, if their process is gone', async () => {
    const folder = temporaryFolder();
    const [dead, living, own] = [
      await spillOf(folder, deadPid()),
      await spillOf(folder, process.ppid),
      await spillOf(folder, process.pid),
    ];
    await newSpillPath(folder);
    expect([dead, living, own].map((path) => existsSync(path))).toEqual([false, true, true]);
  });

  it('go if they are older than the machine has been up, whoever bears that number now', async () => {
    const folder = temporaryFolder();
    const old = await spillOf(folder, process.ppid);
    utimesSync(old, 1_000, 1_000);
    await removeStaleSpills(folder);
    expect(existsSync(old)).toBe(false);
  });

  it('stay if they are of another machine, or nothing of ours', async () => {
    const folder = temporaryFolder();
    const dead = deadPid();
    const elsewhere = basename(await spillOf(folder, dead)).replace(/^[^-]+/, 'elsewhere');
    const foreign = ['notes.spill', `${dead}.txt`, elsewhere];
    for (const name of foreign) writeFileSync(join(folder, name), '');
    await removeStaleSpills(folder);
    expect(readdirSync(folder).sort()).toEqual(foreign.sort());
  });

  it('of users who share a machine lie in folders of their own', async () => {
    const getuid = vi.spyOn(process, 'getuid');
    const folders = [];
    for (const user of [1001, 1002]) {
      getuid.mockReturnValue(user);
      folders.push(dirname(await newSpillPath()));
    }
    getuid.mockRestore();
    for (const folder of folders) rmdirSync(folder);
    expect(folders[0]).not.toBe(folders[1]);
  });

  it('are not looked for where there is no folder', async () => {
    await removeStaleSpills(join(temporaryFolder(), 'none'));
  });
});
