/** The tag journal by command: undo a run, compact, open. */
import * as vscode from 'vscode';
import { layerKey } from '../../core/tagging/tagStore';
import { taggerName } from '../../node/session/rowPages';
import type { OpenDataset } from '../openSessions';

export async function undoTagRun({ session }: OpenDataset): Promise<void> {
  const { journal } = session.tags;
  const items = journal.runs
    .filter(({ isUndone }) => !isUndone)
    .toReversed()
    .map((run) => ({
      label: taggerName(run),
      description: vscode.l10n.t(
        '{0} queries, {1}',
        run.recordCount.toLocaleString(),
        new Date(run.lastTime).toLocaleString(),
      ),
      run: run.run,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No run of this dataset can be undone.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Undo a Tagging Run') });
  if (picked !== undefined) await journal.undoRun(picked.run);
}

/** Several taggers' tags live side by side; one's are shown, counted and normalized. */
export async function chooseTags({ session }: OpenDataset): Promise<void> {
  const { journal } = session.tags;
  const { layer, layers } = journal.store;
  const items = layers.map(({ identity, taggedCount, failedCount, latestTime }) => ({
    label: `${layer !== null && layerKey(layer) === layerKey(identity) ? '$(check) ' : ''}${taggerName(identity)}`,
    description: vscode.l10n.t('{0} tagged, {1} failed', taggedCount.toLocaleString(), failedCount.toLocaleString()),
    detail: [identity.promptHash.split(':')[0] ?? '', new Date(latestTime).toLocaleString()]
      .filter((text) => text !== '')
      .join(' · '),
    identity,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nothing of this dataset has been tagged yet.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Whose Tags Are Shown') });
  if (picked === undefined) return;
  session.tags.useJournal();
  journal.chooseLayer(picked.identity);
}

export async function compactJournal({ session }: OpenDataset): Promise<void> {
  const { bytesBefore, bytesAfter } = await session.tags.journal.compact();
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The tag journal went from {0} to {1} bytes.',
      bytesBefore.toLocaleString(),
      bytesAfter.toLocaleString(),
    ),
  );
}

export async function openJournal({ session }: OpenDataset): Promise<void> {
  const { journal } = session.tags;
  if (journal.store.layers.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Nothing has been tagged yet; the journal will be {0}.', journal.path),
    );
    return;
  }
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(journal.path), 'default');
}
