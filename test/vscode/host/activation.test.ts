import * as assert from 'node:assert';
import * as vscode from 'vscode';
import { commandIds, configurationSection, settingKeys, viewIds } from '../../../src/vscode/names';

const extensionId = 'sft-lens.sft-lens';

describe('the packed extension', () => {
  before(async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.ok(extension.isActive);
  });

  it('registers a handler for every command that it names', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !known.has(id)),
      [],
    );
  });

  it('has a default for every setting that it reads', () => {
    const settings = vscode.workspace.getConfiguration(configurationSection);
    const missing = Object.values(settingKeys).filter((key) => settings.inspect(key)?.defaultValue === undefined);
    assert.deepEqual(missing, []);
  });

  it('opens its own example as a dataset', async () => {
    await vscode.commands.executeCommand(commandIds.openExample);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, viewIds.datasetEditor);
  });
});
