import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIds, configurationSection, contextKeys, settingKeys, viewIds } from '../../src/vscode/names';
import { filesBelow, root } from './sourceFiles';

interface Manifest {
  readonly icon?: string;
  readonly main: string;
  readonly contributes: Contributions;
}
interface Contributions {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly customEditors: readonly { readonly viewType: string; readonly priority: string }[];
  readonly configuration: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
  readonly menus: Readonly<Record<string, readonly { readonly command?: string; readonly when?: string }[]>>;
  readonly keybindings?: readonly { readonly command: string; readonly when?: string }[];
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const sorted = (values: Iterable<string>): string[] => [...values].sort();
const mentions = (pattern: RegExp, text: string): string[] => sorted(new Set(text.match(pattern) ?? []));

describe('package.json and src/vscode/names.ts', () => {
  it('name the same commands', () => {
    expect(sorted(manifest.contributes.commands.map(({ command }) => command))).toEqual(
      sorted(Object.values(commandIds)),
    );
  });

  it('name the same settings, each with a default', () => {
    const properties = manifest.contributes.configuration.properties;
    const keys = Object.values(settingKeys).map((key) => `${configurationSection}.${key}`);
    expect(sorted(Object.keys(properties))).toEqual(sorted(keys));
    expect(keys.filter((key) => properties[key]?.default === undefined)).toEqual([]);
  });

  it('name the same views and editors', () => {
    const views = Object.values(manifest.contributes.views).flatMap((group) => group.map(({ id }) => id));
    const editors = manifest.contributes.customEditors.map(({ viewType }) => viewType);
    const ids: readonly string[] = Object.values(viewIds);
    expect([...views, ...editors].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('use only context keys that the code sets', () => {
    const known = [...Object.values(contextKeys), ...Object.values(viewIds)] as readonly string[];
    const conditions = manifestText.match(/"when": "[^"]*"/g) ?? [];
    const used = mentions(/\bsftLens\.[A-Za-z.]+/g, conditions.join('\n'));
    expect(used.filter((key) => !known.includes(key))).toEqual([]);
  });

  it('have no command in a menu, key binding or link that does not exist', () => {
    const menus = Object.values(manifest.contributes.menus).flat();
    const used = [...menus, ...(manifest.contributes.keybindings ?? [])].flatMap(({ command }) => command ?? []);
    const linked = mentions(/(?<=command:)sftLens\.\w+/g, read('package.nls.json'));
    const ids: readonly string[] = Object.values(commandIds);
    expect([...used, ...linked].filter((command) => !ids.includes(command))).toEqual([]);
  });

  it('open datasets only when asked to', () => {
    expect(manifest.contributes.customEditors.map(({ priority }) => priority)).toEqual(['option']);
  });
});

describe('ids of the extension', () => {
  it('are written out in names.ts alone', () => {
    const ids = [...Object.values(commandIds), ...Object.values(viewIds), ...Object.values(contextKeys)];
    const copies = filesBelow('src', /\.ts$/)
      .filter(({ path: file }) => file !== 'src/vscode/names.ts')
      .filter(({ text }) => ids.some((id) => text.includes(`'${id}'`)));
    expect(copies.map(({ path: file }) => file)).toEqual([]);
  });

  it('are read as settings in settings.ts alone', () => {
    const readers = filesBelow('src', /\.ts$/).filter(({ text }) => text.includes('getConfiguration('));
    expect(readers.map(({ path: file }) => file)).toEqual(['src/vscode/settings.ts']);
  });
});

describe('texts of the manifest', () => {
  const english = JSON.parse(read('package.nls.json')) as Record<string, string>;
  const used = mentions(/(?<="%)[\w.-]+(?=%")/g, manifestText);

  it('exist in English, and none is left over', () => {
    expect(used).toEqual(sorted(Object.keys(english)));
  });

  it('exist in Simplified Chinese, with the same links', () => {
    const chinese = JSON.parse(read('package.nls.zh-cn.json')) as Record<string, string>;
    expect(sorted(Object.keys(chinese))).toEqual(sorted(Object.keys(english)));
    const links = (text = ''): string => mentions(/command:sftLens\.\w+/g, text).join();
    expect(Object.keys(english).filter((key) => links(english[key]) !== links(chinese[key]))).toEqual([]);
  });
});

describe('files that the manifest and the README speak of', () => {
  it('exist', () => {
    const files = mentions(/(?<=")media\/[^"]+(?=")/g, manifestText);
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it.skipIf(!existsSync(path.join(root, 'README.md')))('are there as pictures of the README', () => {
    const pictures = [...read('README.md').matchAll(/!\[[^\]]*\]\(([^)\s]+)|<img[^>]*\ssrc="([^"]+)"/g)];
    const local = pictures.map((match) => match[1] ?? match[2] ?? '').filter((file) => !file.startsWith('http'));
    expect(local.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});
