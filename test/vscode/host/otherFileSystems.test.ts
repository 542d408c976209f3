import * as assert from 'node:assert';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ExtensionApi, OpenDatasetFacts } from '../../../src/vscode/extensionApi';
import { localPath } from '../../../src/vscode/localFile';

const scheme = 'sft-lens-test';
const row = (at: number) => `${JSON.stringify({ instruction: `question ${at}`, output: 'answer' })}\n`;
const text = (rows: number) => Array.from({ length: rows }, (_, at) => row(at)).join('');

/** A file system that no disk holds: files are texts, one file claims to be huge, one may not be read. */
class TestFiles implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;
  readonly texts = new Map([['/rows.jsonl', text(300)]]);
  reads = 0;

  watch = () => new vscode.Disposable(() => {});
  readDirectory = () => [];
  createDirectory = () => {};
  delete = () => {};
  rename = () => {};
  writeFile = () => {};

  stat(uri: vscode.Uri): vscode.FileStat {
    const facts = { ctime: 0, mtime: 0 };
    if (uri.path === '/' || uri.path === '/folder') return { ...facts, type: vscode.FileType.Directory, size: 0 };
    if (uri.path === '/huge.jsonl') return { ...facts, type: vscode.FileType.File, size: 5_000_000_000 };
    if (uri.path === '/secret.jsonl') return { ...facts, type: vscode.FileType.File, size: 10 };
    return { ...facts, type: vscode.FileType.File, size: this.textOf(uri).length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    this.reads++;
    if (uri.path === '/secret.jsonl') throw vscode.FileSystemError.NoPermissions(uri);
    return Buffer.from(this.textOf(uri));
  }

  change(filePath: string, content: string): void {
    this.texts.set(filePath, content);
    this.changes.fire([{ type: vscode.FileChangeType.Changed, uri: vscode.Uri.from({ scheme, path: filePath }) }]);
  }

  private textOf(uri: vscode.Uri): string {
    const found = this.texts.get(uri.path);
    if (found === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return found;
  }
}

describe('files that are not on a local disk', function () {
  this.timeout(60_000);
  const files = new TestFiles();
  const at = (filePath: string) => vscode.Uri.from({ scheme, path: filePath });
  let registration: vscode.Disposable;
  let storage: string;
  let api: ExtensionApi;

  before(async () => {
    registration = vscode.workspace.registerFileSystemProvider(scheme, files, { isReadonly: true });
    storage = await mkdtemp(path.join(tmpdir(), 'sft-lens-other-files-'));
    const extension = vscode.extensions.getExtension<ExtensionApi>('sft-lens.sft-lens');
    assert.ok(extension, 'the extension is not installed');
    api = await extension.activate();
  });

  after(async () => {
    registration.dispose();
    await rm(storage, { recursive: true, force: true });
  });

  it('open through their file system, and follow its changes', async () => {
    await openInEditor(at('/rows.jsonl'));
    await until(api, at('/rows.jsonl'), ({ rowCount }) => rowCount === 300);
    files.change('/rows.jsonl', text(450));
    await until(api, at('/rows.jsonl'), ({ rowCount }) => rowCount === 450);
    await closeEditor();
  });

  it('are texts of editors that were never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ content: text(7) });
    assert.equal(readFileSync(await localPath(document.uri, storage), 'utf8'), text(7));
    await openInEditor(document.uri);
    await until(api, document.uri, ({ rowCount, isSurveyed }) => isSurveyed && rowCount === 7);
    await closeEditor();
  });

  it('are refused with a sentence where they cannot be had, and huge ones are not read at all', async () => {
    const { reads } = files;
    await assert.rejects(localPath(at('/huge.jsonl'), storage), /5,000 MB.*local folder/);
    assert.equal(files.reads, reads);
    await assert.rejects(localPath(at('/none.jsonl'), storage), /There is no file sft-lens-test:\/none\.jsonl/);
    await assert.rejects(localPath(at('/secret.jsonl'), storage), /permission denied/);
    await assert.rejects(localPath(at('/folder'), storage), /is a folder/);
    await assert.rejects(localPath(vscode.Uri.parse('nobody:/x.jsonl'), storage), /local folder/);
    await assert.rejects(localPath(vscode.Uri.parse('untitled:Untitled-99'), storage), /Save it to a file/);
  });
});

function openInEditor(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.openWith', uri, 'sftLens.datasetEditor');
}

function closeEditor(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

async function until(api: ExtensionApi, uri: vscode.Uri, isSo: (facts: OpenDatasetFacts) => boolean): Promise<void> {
  let seen: OpenDatasetFacts | undefined;
  for (const endMs = Date.now() + 20_000; Date.now() < endMs; await sleep(20)) {
    seen = api.openDatasets().find((open) => open.uri === uri.toString());
    if (seen !== undefined && isSo(seen)) return;
  }
  assert.fail(`${uri.toString()}: ${JSON.stringify(seen)}`);
}
