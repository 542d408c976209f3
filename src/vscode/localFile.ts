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

/** A local path with the file's bytes. Rejects with a plain message where the file is too large to be copied. */
export async function localPath(uri: vscode.Uri, storageFolder: string): Promise<string> {
  if (isLocal(uri)) return uri.fsPath;
  const { size } = await vscode.workspace.fs.stat(uri);
  const limit = readSettings(uri).maximumRemoteSizeMB;
  if (size > limit * 1_000_000) {
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
  const folder = path.join(
    storageFolder,
    'copies',
    createHash('sha256').update(uri.toString()).digest('hex').slice(0, 16),
  );
  await mkdir(folder, { recursive: true });
  const target = path.join(folder, path.posix.basename(uri.path));
  await writeFile(target, await vscode.workspace.fs.readFile(uri));
  return target;
}
