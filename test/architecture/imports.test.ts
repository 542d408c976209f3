import { describe, expect, it } from 'vitest';
import { layerOf, layers, objection, toolkitFile } from './importTable';
import { importsOf, productFiles, resolvedImport } from './sourceFiles';

const layerAt = (home: string) => {
  const layer = layers.find((candidate) => candidate.home === home);
  if (layer === undefined) throw new Error(`There is no layer ${home}.`);
  return layer;
};

function violations(): readonly string[] {
  return productFiles().flatMap((file) => {
    const layer = layerOf(file.path);
    if (layer === undefined) return [`${file.path} belongs to no layer`];
    return importsOf(file).flatMap((specifier) => {
      const reason = objection(layer, resolvedImport(file, specifier), specifier.startsWith('.'));
      return reason === undefined ? [] : [`${file.path} imports ${specifier}: ${layer.home} ${reason}`];
    });
  });
}

describe('imports', () => {
  it('keep to the table of layers in every file', () => {
    expect(violations()).toEqual([]);
  });

  it('reach the toolkit through one file only', () => {
    const users = productFiles().filter((file) =>
      importsOf(file).some((specifier) => specifier.startsWith('@vscode/webview-ui-toolkit')),
    );
    expect(users.map(({ path }) => path).filter((path) => path !== toolkitFile)).toEqual([]);
  });

  it('give the core no global of Node or of the browser', () => {
    const globals = /\b(process\.(env|cwd|argv|platform)|Buffer\.|document\.|window\.|require\(|globalThis\.)/;
    const users = productFiles().filter(
      (file) => layerOf(file.path)?.home === 'src/core' && globals.test(code(file.text)),
    );
    expect(users.map(({ path }) => path)).toEqual([]);
  });
});

describe('the table of layers', () => {
  it.each([
    ['src/core', 'src/node/files', true],
    ['src/core', 'node:fs', false],
    ['src/core', 'fs', false],
    ['src/core', 'openai', false],
    ['src/protocol', 'src/vscode/names', true],
    ['src/node', 'vscode', false],
    ['src/vscode', 'openai', false],
    ['src/vscode', 'chart.js', false],
    ['src/cli', 'src/vscode/names', true],
    ['webview', 'src/node/files', true],
    ['webview', 'vscode', false],
    ['src/workers', 'src/cli/main', true],
    ['src/node', 'src/extension', true],
  ])('objects when %s imports %s', (home, imported, isRelative) => {
    expect(objection(layerAt(home), imported, isRelative)).toBeDefined();
  });

  it.each([
    ['src/core', 'src/core/ports', true],
    ['src/node', 'openai', false],
    ['src/node', 'node:fs/promises', false],
    ['src/vscode', 'vscode', false],
    ['src/extension.ts', 'src/vscode/names', true],
    ['webview', 'chart.js', false],
    ['webview', 'src/protocol/rpc', true],
  ])('lets %s import %s', (home, imported, isRelative) => {
    expect(objection(layerAt(home), imported, isRelative)).toBeUndefined();
  });
});

/** Without comments, in which the globals may be spoken of. */
function code(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
