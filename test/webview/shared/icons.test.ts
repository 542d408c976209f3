import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const css = readFileSync(createRequire(import.meta.url).resolve('@vscode/codicons/dist/codicon.css'), 'utf8');
const source = readFileSync(new URL('../../../webview/shared/icons.ts', import.meta.url), 'utf8');

it('names only codicons that exist', () => {
  const names = [...source.matchAll(/\| '([a-z-]+)'/g)].map((match) => match[1]);
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !css.includes(`.codicon-${name}:before`))).toEqual([]);
});
