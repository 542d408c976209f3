// Runs the suites of test/vscode/host in the extension host, through @vscode/test-electron. SFT_LENS_EDITOR names the
// program that stands in for desktop VS Code; without it VS Code is downloaded as usual.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { inRoot, root } from './tools/paths.mjs';

const { SFT_LENS_EDITOR: editor, SFT_LENS_EXTENSIONS: extensions } = process.env;
const workspace = mkdtempSync(path.join(os.tmpdir(), 'sft-lens-workspace-'));

try {
  process.exitCode = await runTests({
    ...(editor ? { vscodeExecutablePath: editor } : {}),
    extensionDevelopmentPath: installedExtension() ?? root,
    extensionTestsPath: inRoot('dist/test/hostMain.js'),
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}

/** The packed extension as it was unpacked on install. */
function installedExtension() {
  const folder = extensions && readdirSync(extensions).find((name) => name.startsWith('sft-lens.'));
  return folder ? path.join(extensions, folder) : undefined;
}
