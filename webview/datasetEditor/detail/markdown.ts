/**
 * Markdown as nodes. The parser's tokens become elements one by one, from a fixed list; raw HTML stays text, links are
 * shown but lead nowhere by themselves, images are named and never fetched. Time O(length).
 */
import MarkdownIt from 'markdown-it';
import type Token from 'markdown-it/lib/token.mjs';
import { element } from '../../shared/dom';
import { icon } from '../../shared/icons';
import { highlightedNodes } from './highlight';

const parser = new MarkdownIt({ html: false, linkify: false, breaks: true });
// Backslashes are kept: in this data they are LaTeX far more often than escapes.
parser.disable(['escape', 'entity']);

/** Beyond its deepest level the parser drops text; such texts are shown as they stand. */
const deepestLevel = 90;

const containerTags: Readonly<Record<string, keyof HTMLElementTagNameMap>> = {
  p: 'p',
  h1: 'h1',
  h2: 'h2',
  h3: 'h3',
  h4: 'h4',
  h5: 'h5',
  h6: 'h6',
  ul: 'ul',
  ol: 'ol',
  li: 'li',
  blockquote: 'blockquote',
  table: 'table',
  thead: 'thead',
  tbody: 'tbody',
  tr: 'tr',
  th: 'th',
  td: 'td',
  strong: 'strong',
  em: 'em',
  s: 's',
};

/** The text as rendered Markdown. */
export function markdownNodes(text: string): Node[] {
  const tokens = parser.parse(text, {});
  const isCut = tokens.some((token) => token.level >= deepestLevel);
  return isCut ? [element('div', { class: 'plain', text, direction: 'auto' })] : buildTree(tokens);
}

/** Tokens open and close; a stack of open elements turns them into a tree without recursion over the data's depth. */
function buildTree(tokens: readonly Token[]): Node[] {
  const root = document.createElement('div');
  const open: HTMLElement[] = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.hidden) continue;
    if (token.nesting === 1) open.push(openElement(token, parent));
    else if (token.nesting === -1) {
      if (open.length > 1) open.pop();
    } else parent.append(...leafNodes(token));
  }
  return [...root.childNodes];
}

function openElement(token: Token, parent: HTMLElement): HTMLElement {
  const made = token.type === 'link_open' ? linkElement(token) : element(containerTags[token.tag] ?? 'span');
  // Only outermost blocks and cells: "auto" looks past children with a direction of their own, and a list needs its items'.
  if (parent.parentElement === null ? /^(p|h\d|ul|ol|blockquote)$/.test(token.tag) : /^t[dh]$/.test(token.tag))
    made.dir = 'auto';
  const alignment = /^text-align:(left|center|right)$/.exec(attribute(token, 'style') ?? '')?.[1];
  if (alignment !== undefined) made.classList.add(`align-${alignment}`);
  if (token.tag === 'ol') made.setAttribute('start', attribute(token, 'start') ?? '1');
  parent.append(made);
  return made;
}

function linkElement(token: Token): HTMLElement {
  return element('span', { class: 'link', title: attribute(token, 'href') ?? '' });
}

function leafNodes(token: Token): Node[] {
  switch (token.type) {
    case 'inline':
      return buildTree(token.children ?? []);
    case 'fence':
    case 'code_block':
      return [codeBlock(token.content, token.info)];
    case 'code_inline':
      return [element('code', { text: token.content })];
    case 'softbreak':
    case 'hardbreak':
      return [element('br')];
    case 'hr':
      return [element('hr')];
    case 'image':
      return [imagePlaceholder(token)];
    default:
      return [document.createTextNode(token.content)];
  }
}

/** A block of code with its language; code runs from left to right in any surroundings. */
export function codeBlock(code: string, info: string): HTMLElement {
  const language = info.trim().split(/\s+/)[0] ?? '';
  const content = element('code');
  content.append(...highlightedNodes(code.replace(/\n$/, ''), language));
  return element(
    'div',
    { class: 'code-block', direction: 'ltr' },
    language === '' ? null : element('div', { class: 'code-language quiet', text: language }),
    element('pre', {}, content),
  );
}

function imagePlaceholder(token: Token): HTMLElement {
  const source = attribute(token, 'src') ?? '';
  return element(
    'span',
    { class: 'media', title: source },
    icon('file-media'),
    token.content === '' ? source : token.content,
  );
}

function attribute(token: Token, name: string): string | null {
  return token.attrGet(name);
}
