import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DatasetSession } from '../../../../src/node/session/datasetSession';
import { EditorView } from '../../../../src/vscode/datasetEditor/editorView';
import { temporaryFolder } from '../../../support/temporaryFiles';

async function viewOf(count: number): Promise<EditorView> {
  const folder = temporaryFolder();
  const file = path.join(folder, 'data.jsonl');
  const row = (_: unknown, at: number) => JSON.stringify({ instruction: `question ${at}`, output: 'x' });
  writeFileSync(file, `${Array.from({ length: count }, row).join('\n')}\n`);
  const session = await DatasetSession.open({
    path: file,
    mapping: { kind: 'auto' },
    distFolder: path.join(process.cwd(), 'dist'),
    storageFolder: folder,
    embedders: { open: () => Promise.reject(new Error('none')), dispose: () => Promise.resolve() },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  });
  onTestFinished(() => session.close());
  await session.whenSurveyed();
  return new EditorView(session, () => null);
}

const finding = (text: string) => ({
  filters: [{ kind: 'text', text, isPattern: false, isCaseSensitive: false } as const],
  sort: null,
});

describe('the view of an editor', () => {
  it('ends a search though more became known of the rows while it ran', async () => {
    const view = await viewOf(300);
    const searching = view.apply(finding('question 29'), {});
    expect(view.summary().isSearching).toBe(true);
    const meanwhile = view.refresh();
    const found = await searching;
    expect(found).toMatchObject({ isSearching: false, rowCount: 11 });
    expect(found.view).toBeGreaterThan(meanwhile.view);
    expect(view.summary()).toEqual(found);
  });

  it('stays the same view while what becomes known leaves the same rows', async () => {
    const view = await viewOf(300);
    const found = await view.apply(finding('question 29'), {});
    const rows = view.filteredRows;
    expect(view.refresh()).toEqual(found);
    expect(view.filteredRows).toBe(rows);
    const other = await view.apply(finding('question 29'), {});
    expect(other.view).toBeGreaterThan(found.view);
  });

  it('keeps to the newest of two searches', async () => {
    const view = await viewOf(300);
    const [, newest] = await Promise.all([
      view.apply(finding('question 1'), {}),
      view.apply(finding('question 7'), {}),
    ]);
    expect(newest).toMatchObject({ isSearching: false, rowCount: 11, filters: finding('question 7').filters });
    expect(view.summary()).toEqual(newest);
  });
});
