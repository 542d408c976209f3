/** The datasets that are open, one session per file, shared by every editor and view; and which of them is active. */
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Emitter } from '../core/emitter';
import { parseMapping, type QueryMapping } from '../core/dataset/mapping';
import type { Log } from '../core/ports';
import { DatasetSession } from '../node/session/datasetSession';
import type { EmbedderSource } from '../node/session/embedderSource';
import { SessionTagging } from '../node/session/sessionTagging';
import { localPath } from './localFile';
import { contextKeys } from './names';
import { chosenMapping } from './mappingMemory';
import { readSettings } from './settings';

export interface OpenDataset {
  readonly uri: vscode.Uri;
  readonly session: DatasetSession;
  readonly tagging: SessionTagging;
}

export interface SessionPlaces {
  readonly distFolder: string;
  readonly storageFolder: string;
  readonly embedders: EmbedderSource;
  readonly log: Log;
  readonly memory: vscode.Memento;
}

interface Held {
  readonly opening: Promise<OpenDataset>;
  users: number;
}

export class OpenSessions implements vscode.Disposable {
  private readonly held = new Map<string, Held>();
  private readonly opened = new Map<string, OpenDataset>();
  private readonly changes = new Emitter<void>();
  /** Another dataset is active, one was opened or closed. */
  readonly onDidChange = this.changes.event;
  private activeKey: string | null = null;

  constructor(private readonly places: SessionPlaces) {}

  /** Every open dataset, in the order of opening. */
  get all(): readonly OpenDataset[] {
    return [...this.opened.values()];
  }

  get active(): OpenDataset | null {
    return (this.activeKey === null ? undefined : this.opened.get(this.activeKey)) ?? this.all.at(-1) ?? null;
  }

  find(uri: vscode.Uri): OpenDataset | undefined {
    return this.opened.get(uri.toString());
  }

  /** Opens the dataset, or hands out the session that is open; `release` it as often. */
  async acquire(uri: vscode.Uri): Promise<OpenDataset> {
    const key = uri.toString();
    const known = this.held.get(key);
    if (known !== undefined) {
      known.users++;
      return known.opening;
    }
    const opening = this.open(uri);
    this.held.set(key, { opening, users: 1 });
    try {
      const dataset = await opening;
      this.opened.set(key, dataset);
      this.tell();
      return dataset;
    } catch (error) {
      this.held.delete(key);
      throw error;
    }
  }

  async release(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const held = this.held.get(key);
    if (held === undefined || --held.users > 0) return;
    this.held.delete(key);
    const dataset = this.opened.get(key);
    this.opened.delete(key);
    this.tell();
    dataset?.tagging.stop();
    await dataset?.session.close();
  }

  activate(uri: vscode.Uri): void {
    if (this.activeKey === uri.toString()) return;
    this.activeKey = uri.toString();
    this.tell();
  }

  dispose(): void {
    for (const { session, tagging } of this.all) {
      tagging.stop();
      void session.close().catch(() => {});
    }
    this.opened.clear();
    this.changes.clear();
  }

  private async open(uri: vscode.Uri): Promise<OpenDataset> {
    const { distFolder, storageFolder, embedders, log, memory } = this.places;
    const settings = readSettings(uri);
    const session = await DatasetSession.open({
      path: await localPath(uri, storageFolder),
      mapping: mappingFrom(chosenMapping(memory, uri) ?? 'auto', log),
      distFolder,
      storageFolder,
      spillFolder: path.join(storageFolder, 'spill'),
      embedders,
      log,
      ...(settings.journalLocation === 'extensionStorage' ? { journalPath: storedJournal(storageFolder, uri) } : {}),
    });
    const tagging = new SessionTagging(session);
    session.onDidChange((change) => {
      if (change === 'tags' || change === 'normalization') this.tell();
    });
    tagging.onDidChange(() => this.tellContext());
    return { uri, session, tagging };
  }

  private tell(): void {
    this.tellContext();
    this.changes.fire();
  }

  private tellContext(): void {
    const { active } = this;
    const set = (key: string, value: boolean) => void vscode.commands.executeCommand('setContext', key, value);
    set(contextKeys.hasDataset, active !== null);
    set(contextKeys.hasTags, active !== null && active.session.tags.identity !== null);
    set(contextKeys.isTagging, active?.tagging.isRunning ?? false);
  }
}

function mappingFrom(text: string, log: Log): QueryMapping {
  const mapping = parseMapping(text);
  if (mapping.kind !== 'problem') return mapping;
  log.warn(`The mapping "${text}" cannot be used: ${mapping.message} Rows are read by detection.`);
  return { kind: 'auto' };
}

/** A journal in the extension's storage, named by the dataset's path so that namesakes do not meet. */
function storedJournal(storageFolder: string, uri: vscode.Uri): string {
  const relative = path.relative(homedir(), uri.fsPath).replaceAll(/[^\p{L}\p{N}.-]+/gu, '_');
  return path.join(storageFolder, 'journals', `${relative}.tags.jsonl`);
}
