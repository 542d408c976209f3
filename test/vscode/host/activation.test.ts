import * as assert from 'node:assert';
import * as vscode from 'vscode';

const extensionId = 'sft-lens.sft-lens';

describe('the packed extension', () => {
  it('is known to VS Code and activates', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
