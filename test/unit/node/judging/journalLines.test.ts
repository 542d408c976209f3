import { execFile } from 'node:child_process';
import { build } from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  eachJournalLine,
  journalValueAt,
  JournalInUse,
  JournalWriter,
  type LinePlace,
} from '../../../../src/node/judging/journalLines';
import { temporaryFolder } from '../../../support/temporaryFiles';

interface Line {
  readonly n: number;
}

let file: string;
beforeEach(() => {
  file = path.join(temporaryFolder(), 'data.judging.jsonl');
});
afterEach(() => vi.restoreAllMocks());

async function numbers(): Promise<number[]> {
  const found: number[] = [];
  await eachJournalLine(file, (value) => found.push((value as Line).n));
  return found;
}

/** What every open file is: its methods can be made to fail. */
async function fileHandles(): Promise<FileHandle> {
  const handle = await open(fileURLToPath(import.meta.url));
  await handle.close();
  return Object.getPrototypeOf(handle) as FileHandle;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('eachJournalLine', () => {
  it('tells each whole line with its place, past torn and foreign ones, and a last one without its end', async () => {
    expect(await numbers()).toEqual([]);
    writeFileSync(file, '{"n":1}\n{"n":2\nhello\n\n{"n":"é"}\n{"n":4}');
    const places: LinePlace[] = [];
    await eachJournalLine(file, (_, place) => places.push(place));
    expect(await Promise.all(places.map((place) => journalValueAt(file, place)))).toEqual([
      { n: 1 },
      { n: 'é' },
      { n: 4 },
    ]);
  });
});

describe('JournalWriter', () => {
  it('says where each line lies, also of lines that go to the disk together', async () => {
    writeFileSync(file, '{"n":0}\n{"torn');
    const writer = await JournalWriter.open<Line>(file);
    const places = await Promise.all([1, 2, 3].map((n) => writer.add({ n })));
    places.push(await writer.add({ n: 4 }));
    await writer.close();
    const values = await Promise.all(places.map((place) => journalValueAt(file, place)));
    expect(values.map((value) => (value as Line).n)).toEqual([1, 2, 3, 4]);
    expect(await numbers()).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes back what was not written whole, says why, and goes on', async () => {
    const writer = await JournalWriter.open<Line>(file);
    await writer.add({ n: 1 });
    vi.spyOn(await fileHandles(), 'datasync').mockRejectedValueOnce(failure('ENOSPC'));
    await expect(writer.add({ n: 2 })).rejects.toThrow(`The journal ${file} cannot be written: the disk is full.`);
    expect(await numbers()).toEqual([1]);
    await writer.add({ n: 3 });
    await writer.close();
    expect(await numbers()).toEqual([1, 3]);
  });

  it('begins on a line of its own where what failed could not be taken back', async () => {
    const handles = await fileHandles();
    const writer = await JournalWriter.open<Line>(file);
    vi.spyOn(handles, 'appendFile').mockImplementationOnce(function (this: FileHandle) {
      return this.write('{"n":2,"half').then(() => Promise.reject(failure('EIO')));
    });
    vi.spyOn(handles, 'truncate').mockRejectedValueOnce(failure('EIO'));
    await expect(writer.add({ n: 2 })).rejects.toThrow('EIO');
    const place = await writer.add({ n: 3 });
    await writer.close();
    expect(await numbers()).toEqual([3]);
    expect(await journalValueAt(file, place)).toMatchObject({ n: 3 });
  });

  it('acknowledges only what is whole in the journal, on a disk that takes the beginning of a line', async () => {
    const outfile = path.join(path.dirname(file), 'writer.cjs');
    const entry = fileURLToPath(new URL('../../../../src/node/judging/journalLines.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'silent' });
    const program = `const { JournalWriter } = require(${JSON.stringify(outfile)});
      JournalWriter.open(${JSON.stringify(file)}).then(async (writer) => {
        for (let n = 0; n < 40; n++)
          await writer.add({ n, pad: 'x'.repeat(n % 2 ? 10 : 200) }).then(() => console.log(n), () => undefined);
        await writer.close();
      });`;
    // Files of at most 1,024 bytes: a write across that bound is short, the next one fails.
    const script = 'ulimit -f 1; exec "$0" -e "$1" | cat';
    const told = await new Promise<string>((resolve, reject) => {
      execFile('bash', ['-c', script, process.execPath, program], (error, stdout) => {
        if (error instanceof Error) reject(error);
        else resolve(stdout);
      });
    });
    const acknowledged = told.trim().split('\n').map(Number);
    expect(acknowledged.length).toBeGreaterThan(3);
    expect(acknowledged.length).toBeLessThan(40);
    expect(await numbers()).toEqual(acknowledged);
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('has one writer at a time', async () => {
    const writer = await JournalWriter.open<Line>(file);
    await expect(JournalWriter.open<Line>(file)).rejects.toThrow(JournalInUse);
    await writer.close();
    await (await JournalWriter.open<Line>(file)).close();
  });

  /** Stands in for `close` of the file that the next writer opens, whose size it lets be read or not. */
  async function closingWith(end: (close: () => Promise<void>) => Promise<void>, sizeError?: Error) {
    const told = vi.fn();
    const handles = await fileHandles();
    vi.spyOn(handles, 'stat').mockImplementationOnce(function (this: FileHandle) {
      const close = this.close.bind(this);
      this.close = () => {
        told();
        return end(close);
      };
      return sizeError === undefined ? this.stat() : Promise.reject(sizeError);
    });
    return told;
  }

  it('leaves neither a lock nor an open file behind where it cannot begin', async () => {
    const closed = await closingWith((close) => close(), failure('EIO'));
    await expect(JournalWriter.open<Line>(file)).rejects.toThrow('EIO');
    expect(closed).toHaveBeenCalledTimes(1);
    expect(existsSync(`${file}.lock`)).toBe(false);
    await expect(JournalWriter.open<Line>(path.dirname(file))).rejects.toThrow('it is a folder');
    expect(existsSync(`${path.dirname(file)}.lock`)).toBe(false);
  });

  it('gives the lock up where the file cannot be closed', async () => {
    await closingWith((close) => close().then(() => Promise.reject(failure('EIO'))));
    const writer = await JournalWriter.open<Line>(file);
    await expect(writer.close()).rejects.toThrow('EIO');
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
