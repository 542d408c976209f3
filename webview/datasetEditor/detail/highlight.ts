/**
 * Code in colours. The highlighter answers with markup; it is read by an inert parser and copied node by node, keeping
 * nothing but spans, their classes and text, so that nothing in a dataset can become an element of another kind.
 */
import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import latex from 'highlight.js/lib/languages/latex';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { textNodes } from './longText';

const languages = {
  bash,
  cpp,
  csharp,
  css,
  go,
  java,
  javascript,
  json,
  latex,
  php,
  python,
  r,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
const longestText = 20_000;

for (const [name, language] of Object.entries(languages)) highlighter.registerLanguage(name, language);

/** The code as nodes: coloured where the language is known and the text not too long, else plain. */
export function highlightedNodes(code: string, language: string): Node[] {
  const name = language.trim().toLowerCase();
  if (code.length > longestText || highlighter.getLanguage(name) === undefined) return textNodes(code);
  const { value } = highlighter.highlight(code, { language: name, ignoreIllegals: true });
  const parsed = new DOMParser().parseFromString(`<div>${value}</div>`, 'text/html').body.firstElementChild;
  // A parser of HTML changes some texts (carriage returns, NUL): those stay plain, since every character counts.
  if (parsed?.textContent !== code) return textNodes(code);
  return [...parsed.childNodes].flatMap(copySafely);
}

function copySafely(node: Node): Node[] {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? '')];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const span = document.createElement('span');
  span.className = 'className' in node ? String(node.className) : '';
  span.append(...[...node.childNodes].flatMap(copySafely));
  return [span];
}
