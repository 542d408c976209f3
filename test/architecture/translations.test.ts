import * as path from 'node:path';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { filesBelow, root, type SourceFile } from './sourceFiles';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { readonly l10n: string };
const bundles = filesBelow(manifest.l10n, /^bundle\.l10n\..+\.json$/);

/** First arguments of every call of `l10n.t`; null where it is not a literal, which no bundle could translate. */
function translatedTexts({ path: name, text }: SourceFile): (string | null)[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: (string | null)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)l10n\.t$/u.test(node.expression.getText(file))) {
      const argument = node.arguments[0];
      found.push(argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : null);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const placeholders = (text: string): string[] => [...new Set(text.match(/\{\d+\}/gu) ?? [])].sort();

describe('texts that the extension shows outside its pages', () => {
  const texts = new Set(filesBelow('src', /\.ts$/).flatMap(translatedTexts));

  it('are literals', () => {
    expect(texts.has(null)).toBe(false);
  });

  it('have a Chinese bundle', () => {
    expect(bundles.map(({ path: name }) => path.posix.basename(name))).toContain('bundle.l10n.zh-cn.json');
  });

  it.each(bundles)('are all translated in $path, and nothing else is', ({ text }) => {
    const bundle = JSON.parse(text) as Readonly<Record<string, string>>;
    const missing = [...texts].filter((english) => english !== null && bundle[english] === undefined);
    const stale = Object.keys(bundle).filter((english) => !texts.has(english));
    expect({ missing, stale }).toEqual({ missing: [], stale: [] });
  });

  it.each(bundles)('keep their placeholders in $path', ({ text }) => {
    const bundle = JSON.parse(text) as Readonly<Record<string, string>>;
    const changed = Object.entries(bundle).filter(
      ([english, translated]) => placeholders(english).join() !== placeholders(translated).join(),
    );
    expect(changed).toEqual([]);
  });
});
