import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { editorSnapshot } from '../../../../src/node/session/editorSnapshot';
import { DatasetSession } from '../../../../src/node/session/datasetSession';
import { rawRow, rowDetail, rowSummary } from '../../../../src/node/session/rowPages';
import { temporaryFolder } from '../../../support/temporaryFiles';

const distFolder = path.join(process.cwd(), 'dist');
const line = (row: number, word = 'question') =>
  `${JSON.stringify({ instruction: `${word} ${row}`, input: '', output: `answer ${row}` })}\n`;
const lines = (count: number, word?: string) => Array.from({ length: count }, (_, row) => line(row, word)).join('');
const noContext = { selectionRankOf: () => undefined, whyOf: () => undefined };

async function opened(content: string): Promise<{ readonly session: DatasetSession; readonly file: string }> {
  const folder = temporaryFolder();
  const file = path.join(folder, 'data.jsonl');
  writeFileSync(file, content);
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const embedders = {
    open: () => Promise.reject(new Error('There is no embedder in this test.')),
    dispose: () => Promise.resolve(),
  };
  const session = await DatasetSession.open({
    path: file,
    mapping: { kind: 'auto' },
    distFolder,
    storageFolder: folder,
    embedders,
    log,
  });
  onTestFinished(() => session.close());
  return { session, file };
}

describe('a session', () => {
  it('shows rows, details and facts of its dataset', async () => {
    const { session } = await opened(`${lines(2)}{"instruction": "x",, }\n`);
    const survey = await session.whenSurveyed();
    expect(survey).toMatchObject({ invalidRowCount: 1, queryCount: 2 });
    const one = (await session.readOne(1))!;
    expect(rowSummary(session, 1, one.read, noContext)).toMatchObject({ query: 'question 1', turns: 1, length: 18 });
    expect(await rowDetail(session, one.bytes, one.read, noContext)).toMatchObject({
      row: 1,
      line: 2,
      shape: 'alpaca',
    });
    const broken = (await session.readOne(2))!;
    const detail = await rowDetail(session, broken.bytes, broken.read, noContext);
    expect(detail.problem).toContain(
      `at byte ${(lines(2).length + '{"instruction": "x",'.length).toLocaleString('en-US')}`,
    );
    expect(detail.problemExcerpt).toEqual({ text: '{"instruction": "x",, }', at: 20 });
    expect(rawRow(session, broken.bytes)).toMatchObject({ text: '{"instruction": "x",, }', isCut: false, line: 3 });
    expect(await session.readOne(3)).toBeNull();
    const view = { filters: [], sort: null, view: 1, rowCount: 3, isSearching: false };
    const snapshot = editorSnapshot(session, { view, tagging: null, tagger: { label: 't', isRemote: false } });
    expect(snapshot).toMatchObject({ name: 'data.jsonl', rowCount: 3, isIndexed: true, invalidRowCount: 1 });
  });

  it('finds the shape of rows that are longer than what is read at once', async () => {
    const { session } = await opened(`${JSON.stringify({ instruction: 'q', output: 'x'.repeat(3_000_000) })}\n`);
    await session.whenSurveyed();
    await vi.waitFor(() => expect(session.detection()).toMatchObject({ shape: 'alpaca', confidence: 1 }));
  });

  it('is opened again over a file that grew, with its marks, its recipe and its journal', async () => {
    const { session, file } = await opened(lines(10));
    session.setMark([3], 'pinned');
    await session.normalization.apply({ ...session.normalization.recipe, decisions: [{ kind: 'pin', tag: 'x' }] });
    appendFileSync(file, line(10));
    expect(await session.fate()).toBe('grown');
    const next = await session.reopen();
    onTestFinished(() => next.close());
    await session.close();
    await next.dataset.whenIndexed();
    expect(next.dataset.rowCount).toBe(11);
    expect([...next.marks]).toEqual([[3, 'pinned']]);
    expect(next.normalization.recipe.decisions).toEqual([{ kind: 'pin', tag: 'x' }]);
    expect(next.tags.journal).toBe(session.tags.journal);
    await expect(next.tags.journal.refresh()).resolves.toBeUndefined();
  });

  it('loses its marks with another content, and says that a file is gone', async () => {
    const { session, file } = await opened(lines(10));
    session.setMark([3], 'pinned');
    writeFileSync(file, lines(8, 'other'));
    await expect(session.readOne(0)).rejects.toMatchObject({ name: 'DatasetChanged' });
    const next = await session.reopen();
    onTestFinished(() => next.close());
    expect(next.marks.size).toBe(0);
    expect((await next.readOne(0))?.read).toMatchObject({ kind: 'row', value: { instruction: 'other 0' } });
    rmSync(file);
    expect(await next.fate()).toBe('gone');
    await expect(next.reopen()).rejects.toThrow('There is no file');
  });
});
