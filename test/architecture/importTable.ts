import { builtinModules } from 'node:module';

/** A part of the house, by the folder or file it lives in. */
export interface Layer {
  readonly home: string;
  /** Other layers it may import. */
  readonly layers: readonly string[];
  /** Packages it may import; `*` stands for any that no other rule reserves. */
  readonly packages: readonly string[];
  readonly mayUseNode: boolean;
}

/** Free of Node and of the DOM: the only packages that the core may see. */
const purePackages = ['@noble/hashes', 'gpt-tokenizer', 'hyparquet', 'hyparquet-compressors'];

/** Which layer may import what. Change it knowingly: it is the architecture. */
export const layers: readonly Layer[] = [
  { home: 'src/core', layers: [], packages: purePackages, mayUseNode: false },
  { home: 'src/protocol', layers: ['src/core'], packages: [], mayUseNode: false },
  { home: 'src/node', layers: ['src/core', 'src/protocol'], packages: ['*', 'openai'], mayUseNode: true },
  { home: 'src/workers', layers: ['src/core', 'src/protocol', 'src/node'], packages: [], mayUseNode: true },
  { home: 'src/vscode', layers: ['src/core', 'src/protocol', 'src/node'], packages: ['*', 'vscode'], mayUseNode: true },
  { home: 'src/cli', layers: ['src/core', 'src/protocol', 'src/node'], packages: [], mayUseNode: true },
  {
    home: 'src/extension.ts',
    layers: ['src/core', 'src/protocol', 'src/node', 'src/vscode'],
    packages: ['vscode'],
    mayUseNode: true,
  },
  {
    home: 'webview',
    layers: ['src/core', 'src/protocol'],
    packages: ['*', 'chart.js', '@vscode/webview-ui-toolkit'],
    mayUseNode: false,
  },
];

/** Packages that `*` does not cover: their users are named above. */
const reservedPackages = ['vscode', 'openai', 'chart.js', '@vscode/webview-ui-toolkit'];

/** The one file that knows the toolkit. */
export const toolkitFile = 'webview/shared/controls.ts';

/** The layer that a path from the root belongs to. */
export function layerOf(path: string): Layer | undefined {
  const withExtension = /\.[a-z]+$/.test(path) ? path : `${path}.ts`;
  return layers.find(({ home }) => withExtension === home || withExtension.startsWith(`${home}/`));
}

/** Why a layer may not import something (a path from the root or a package), or undefined where it may. */
export function objection(from: Layer, imported: string, isRelative: boolean): string | undefined {
  if (isRelative) return layerObjection(from, imported);
  if (isNodeModule(imported)) return from.mayUseNode ? undefined : 'may not use Node';
  const name = packageName(imported);
  const isAllowed = from.packages.includes(name) || (from.packages.includes('*') && !reservedPackages.includes(name));
  return isAllowed ? undefined : `may not use the package ${name}`;
}

function layerObjection(from: Layer, imported: string): string | undefined {
  if (imported === 'package.json') return undefined; // for the version of the program
  const to = layerOf(imported);
  if (to === undefined) return 'belongs to no layer';
  return to === from || from.layers.includes(to.home) ? undefined : `may not import ${to.home}`;
}

const isNodeModule = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier.split('/')[0] ?? '');

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
