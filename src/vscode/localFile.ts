/** Files that are not on a local disk, read whole behind a size guard; local ones are opened where they lie. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from './settings';

/** True where the file lies on a disk that Node reads, also over Remote-SSH, WSL and in containers. */
export function isLocal(uri: vscode.Uri): boolean {
  return uri.scheme === 'file' || uri.scheme === 'vscode-userdata';
}

/** A local path with the file's bytes. Rejects with a plain message where they cannot be had or are too many to copy. */
export async function localPath(uri: vscode.Uri, storageFolder: string): Promise<string> {
  if (isLocal(uri)) return uri.fsPath;
  const bytes = uri.scheme === 'untitled' ? untitledBytes(uri) : await remoteBytes(uri);
  const folder = path.join(
    storageFolder,
    'copies',
    createHash('sha256').update(uri.toString()).digest('hex').slice(0, 16),
  );
  await mkdir(folder, { recursive: true });
  const target = path.join(folder, path.posix.basename(uri.path));
  await writeFile(target, bytes);
  return target;
}

/** An unsaved text has no file; its bytes are what the text editor holds. */
function untitledBytes(uri: vscode.Uri): Uint8Array {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document === undefined)
    throw new Error(vscode.l10n.t('{0} is not open any more and was never saved. Save it to a file first.', uri.path));
  return new TextEncoder().encode(document.getText());
}

async function remoteBytes(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.Directory) !== 0) throw vscode.FileSystemError.FileIsADirectory(uri);
    checkSize(uri, size);
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw error instanceof vscode.FileSystemError ? new Error(sentenceOf(error, uri)) : error;
  }
}

function checkSize(uri: vscode.Uri, size: number): void {
  const limit = readSettings(uri).maximumRemoteSizeMB;
  if (size <= limit * 1_000_000) return;
  const sizeMB = Math.ceil(size / 1_000_000).toLocaleString();
  throw new Error(
    vscode.l10n.t(
      '{0} has {1} MB and is not on a local disk; files up to {2} MB are read whole. Copy it to a local folder, or raise "sftLens.files.maximumRemoteSizeMB".',
      path.posix.basename(uri.path),
      sizeMB,
      limit,
    ),
  );
}

function sentenceOf({ code, message }: vscode.FileSystemError, uri: vscode.Uri): string {
  switch (code) {
    case 'FileNotFound':
      return vscode.l10n.t('There is no file {0}.', uri.toString(true));
    case 'NoPermissions':
      return vscode.l10n.t(
        '{0} may not be read: permission denied. Give yourself the right to read it.',
        uri.toString(true),
      );
    case 'FileIsADirectory':
      return vscode.l10n.t('{0} is a folder, not a dataset file.', uri.toString(true));
    default:
      return vscode.l10n.t(
        '{0} could not be read: {1} Copy it to a local folder and open it there.',
        uri.toString(true),
        message,
      );
  }
}
