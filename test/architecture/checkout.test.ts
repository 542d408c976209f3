import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, productFiles, root, type SourceFile } from './sourceFiles';

const longestFileLines = 300;
// In two pieces, so that this file does not name them itself.
const machineFolders = ['work', 'root', 'home/[a-z]+', 'Users/[a-z]+'].map((name) => `/${name}`);
const topLevel = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'esbuild.js', '.vscodeignore'],
  ...['src', 'webview', 'media', 'test', 'examples', '.ci'],
  ...['README.md', 'LICENSE', 'CHANGELOG.md'],
  ...['.gitignore', '.npmrc', '.prettierignore'],
  // VS Code reads the manifest's texts from nowhere else.
  ...['package.nls.json', 'package.nls.zh-cn.json'],
];

describe('the checkout', () => {
  it.skipIf(!existsSync(path.join(root, '.git')))('has nothing at its top level but what the design names', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
    const names = new Set(tracked.map((file) => file.split('/')[0] ?? ''));
    expect([...names].filter((name) => !topLevel.includes(name))).toEqual([]);
  });

  it(`has no source file of more than ${longestFileLines} lines of code`, () => {
    const long = productFiles().filter((file) => codeLineCount(file) > longestFileLines);
    expect(long.map(({ path: file }) => file)).toEqual([]);
  });

  it('names no path of somebody’s machine', () => {
    const files = ['src', 'webview', 'test', 'examples', '.ci'].flatMap((folder) =>
      filesBelow(folder, /^(?!.*\.(png|f32)$)/),
    );
    const scripts = ['package.json', 'esbuild.js'].map((file) => ({
      path: file,
      text: readFileSync(path.join(root, file), 'utf8'),
    }));
    const machinePath = new RegExp(`["'\`(=\\s](${machineFolders.join('|')})[/"'\`]`);
    const offenders = [...files, ...scripts].filter(({ path: file, text }) => isCode(file) && machinePath.test(text));
    expect(offenders.map(({ path: file }) => file)).toEqual([]);
  });

  it('pins every package to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Record<string, string>;
      readonly devDependencies: Record<string, string>;
    };
    const versions = Object.entries({ ...dependencies, ...devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

const isCode = (file: string): boolean => /\.(ts|mjs|js|css|json)$/.test(file) || file.startsWith('.ci/');

/** Lines that are neither blank nor only comment. */
function codeLineCount(file: SourceFile): number {
  const withoutComments = file.text.replaceAll(/^\s*\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return withoutComments.split('\n').filter((line) => line.trim() !== '').length;
}
