import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A file of ours with its path from the root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All files below a folder of the checkout whose names fit. */
export function filesBelow(folder: string, pattern: RegExp): readonly SourceFile[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }));
}

/** Our TypeScript of the product: what is built and shipped. */
export function productFiles(): readonly SourceFile[] {
  return [...filesBelow('src', /\.ts$/), ...filesBelow('webview', /\.ts$/)];
}

/** Everything a file imports, however it does: static, dynamic, `require`, types only. */
export function importsOf(file: SourceFile): readonly string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** A relative import as a path from the root; packages stay as they are. */
export function resolvedImport(file: SourceFile, specifier: string): string {
  return specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file.path), specifier) : specifier;
}
