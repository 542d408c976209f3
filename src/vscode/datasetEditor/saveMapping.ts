/** Writes the mapping of a dataset into the settings, for every file that a glob names. */
import * as vscode from 'vscode';
import { formatMapping } from '../../core/dataset/mapping';
import { isMatch, type MappingMemory } from '../mappingMemory';
import { settingKeys } from '../names';
import type { OpenDataset } from '../openSessions';
import { readOwnSetting, writeSetting } from '../settings';

type Mappings = Readonly<Record<string, string>>;

/** Asks for a glob. The file's own choice then gives way to the setting, so that one place says how it is read. */
export async function saveMappingForGlob({ uri, session }: OpenDataset, memory: MappingMemory): Promise<void> {
  const mapping = formatMapping(session.mapping);
  const glob = await askForGlob(uri, mapping);
  if (glob === undefined) return;
  const before = readOwnSetting<Mappings>(settingKeys.mappings);
  const { mapping: mappingBefore, origin: originBefore } = memory.inForce(uri);
  const { [glob]: _, ...others } = before ?? {};
  // The first glob that fits wins, so the newest comes first.
  await writeSetting(settingKeys.mappings, { [glob]: mapping, ...others });
  if (isMatch(uri, glob)) await memory.remember(uri, null);
  await offerUndo(glob, mapping, async () => {
    await writeSetting(settingKeys.mappings, before);
    if (originBefore === 'file') await memory.remember(uri, mappingBefore);
  });
}

async function askForGlob(uri: vscode.Uri, mapping: string): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Read files this way'),
    prompt: vscode.l10n.t('A glob, such as **/chat/*.jsonl. Its files are read as "{0}".', mapping),
    value: globFor(uri),
    validateInput: (value) =>
      value.trim() === '' || isMatch(uri, value.trim())
        ? null
        : {
            message: vscode.l10n.t('This glob does not fit {0} itself.', vscode.workspace.asRelativePath(uri)),
            severity: vscode.InputBoxValidationSeverity.Info,
          },
  });
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** All files of the folder with this one's extension. */
function globFor(uri: vscode.Uri): string {
  const relative = vscode.workspace.asRelativePath(uri);
  const name = relative.split('/').at(-1) ?? '';
  const folder = relative.slice(0, relative.length - name.length).replace(/^\/+/, '');
  return `**/${folder}*${/\.[^.]+$/.exec(name)?.[0] ?? ''}`;
}

async function offerUndo(glob: string, mapping: string, undo: () => Promise<void>): Promise<void> {
  const undoLabel = vscode.l10n.t('Undo');
  const settingsLabel = vscode.l10n.t('Open Settings');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Files that fit {0} are read as "{1}" from now on.', glob, mapping),
    undoLabel,
    settingsLabel,
  );
  if (answer === undoLabel) await undo();
  if (answer === settingsLabel)
    await vscode.commands.executeCommand('workbench.action.openSettings', `sftLens.${settingKeys.mappings}`);
}
