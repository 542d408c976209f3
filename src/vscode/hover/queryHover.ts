/** Tags of a query when hovering over its line in the text editor: known ones at once, otherwise a link. Never spends money. */
import * as vscode from 'vscode';
import { queriesOf } from '../../core/dataset/conversation';
import { readRow } from '../../core/dataset/rowReader';
import { halvesOfHash, queryHash } from '../../core/tagging/queryHash';
import type { TagRecord } from '../../core/tagging/tagRecord';
import { taggerName } from '../../node/session/rowPages';
import { commandIds } from '../names';
import { readSettings } from '../settings';
import { HoverTags } from './hoverTags';

const longestLine = 2_000_000;
const selector: vscode.DocumentSelector = [{ language: 'jsonl' }, { pattern: '**/*.{jsonl,ndjson}' }];

export class QueryHover implements vscode.HoverProvider {
  constructor(private readonly tags: HoverTags) {}

  register(): vscode.Disposable {
    return vscode.languages.registerHoverProvider(selector, this);
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    if (!readSettings(document.uri).isHoverEnabled) return null;
    const line = document.lineAt(position.line);
    if (line.isEmptyOrWhitespace || line.text.length > longestLine) return null;
    const queries = queriesOfLine(line.text);
    if (queries.length === 0) return null;
    const text = new vscode.MarkdownString('', true);
    text.isTrusted = { enabledCommands: [commandIds.tagQueryAt, commandIds.openDataset] };
    for (const [index, query] of queries.slice(0, 5).entries()) {
      const { high, low } = halvesOfHash(queryHash(query));
      const record = await this.tags.find(document.uri, high, low);
      appendQuery(text, queries.length > 1 ? index : null, record, linkTo(document.uri, position.line, index));
    }
    text.appendMarkdown(`\n\n[$(telescope) ${vscode.l10n.t('Open in SFT Lens')}](${openLink(document.uri)})`);
    return new vscode.Hover(text, line.range);
  }
}

/** The queries that a line of JSONL holds. */
export function queriesOfLine(text: string): string[] {
  const row = readRow(new TextEncoder().encode(text), (bytes) => new TextDecoder().decode(bytes), { kind: 'auto' });
  return row.kind === 'row' ? queriesOf(row.conversation) : [];
}

function linkTo(uri: vscode.Uri, line: number, query: number): string {
  return `command:${commandIds.tagQueryAt}?${encodeURIComponent(JSON.stringify([{ uri: uri.toString(), line, query }]))}`;
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
