/** Tags of a query when hovering over its line in the text editor: known ones at once, otherwise a link. Never spends money. */
import * as vscode from 'vscode';
import { halvesOfHash, queryHash } from '../../core/tagging/queryHash';
import type { TagRecord } from '../../core/tagging/tagRecord';
import { queriesAtPlace, queriesOfText } from '../../node/session/queriesAtPlace';
import { taggerName } from '../../node/session/rowPages';
import { commandIds } from '../names';
import { readSettings } from '../settings';
import type { HoverTags } from './hoverTags';

const selector: vscode.DocumentSelector = [
  { language: 'jsonl' },
  { language: 'json' },
  { pattern: '**/*.{jsonl,ndjson,json}' },
];
const mostQueries = 5;

export class QueryHover implements vscode.HoverProvider {
  constructor(private readonly tags: HoverTags) {}

  register(): vscode.Disposable {
    return vscode.languages.registerHoverProvider(selector, this);
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    if (!readSettings(document.uri).isHoverEnabled) return null;
    const { queries, range } = queriesAt(document, position);
    if (queries.length === 0) return null;
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: [commandIds.tagQueryAt, commandIds.openDataset] };
    for (const [index, query] of queries.slice(0, mostQueries).entries()) {
      const { high, low } = halvesOfHash(queryHash(query));
      const record = await this.tags.find(document.uri, high, low);
      appendQuery(text, queries.length > 1 ? index : null, record, linkTo(document.uri, position, index));
    }
    const more = queries.length - mostQueries;
    if (more > 0) text.appendMarkdown(`\n\n${vscode.l10n.t('{0} more queries in this row.', more)}`);
    text.appendMarkdown(`\n\n[$(telescope) ${vscode.l10n.t('Open in SFT Lens')}](${openLink(document.uri)})`);
    return new vscode.Hover(text, range);
  }
}

/** The queries of the row at a position: of its line, or of the object around it in a JSON array. */
export function queriesAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): { readonly queries: readonly string[]; readonly range: vscode.Range } {
  const line = document.lineAt(position.line);
  if (!isArrayFile(document)) return { queries: queriesOfText(line.text), range: line.range };
  const found = queriesAtPlace(document.getText(), document.offsetAt(position));
  if (found === null) return { queries: [], range: line.range };
  const { start, end } = found.span;
  return { queries: found.queries, range: new vscode.Range(document.positionAt(start), document.positionAt(end)) };
}

/** By its name: `.json` files that hold JSON lines all the same are read line by line. */
function isArrayFile(document: vscode.TextDocument): boolean {
  if (/\.(jsonl|ndjson)$/.test(document.uri.path)) return false;
  return document.languageId !== 'jsonl' && queriesOfText(document.lineAt(0).text).length === 0;
}

function linkTo(uri: vscode.Uri, { line, character }: vscode.Position, query: number): string {
  const place = { uri: uri.toString(), line, character, query };
  return `command:${commandIds.tagQueryAt}?${encodeURIComponent(JSON.stringify([place]))}`;
}

function openLink(uri: vscode.Uri): string {
  return `command:${commandIds.openDataset}?${encodeURIComponent(JSON.stringify([uri.toString()]))}`;
}

/** Text of models is appended as text, never as Markdown. */
function appendQuery(text: vscode.MarkdownString, index: number | null, record: TagRecord | null, link: string): void {
  if (index !== null) text.appendMarkdown(`\n\n**${vscode.l10n.t('Query {0}', index + 1)}**\n\n`);
  if (record === null) {
    text.appendMarkdown(`[$(tag) ${vscode.l10n.t('Tag this query')}](${link})`);
    return;
  }
  const { outcome } = record;
  if (outcome.kind !== 'tagged') {
    text.appendText(outcome.message);
    text.appendMarkdown(` [${vscode.l10n.t('Tag again')}](${link})`);
    return;
  }
  for (const { tag, explanation } of outcome.tags) {
    text.appendMarkdown('- **');
    text.appendText(tag);
    text.appendMarkdown('**');
    if (explanation) text.appendText(` — ${explanation}`);
    text.appendMarkdown('\n');
  }
  text.appendMarkdown('\n*');
  text.appendText(taggerName(record));
  text.appendMarkdown('*');
}
