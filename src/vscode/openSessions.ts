/** The datasets that are open, one session per file, shared by every editor and view; and which of them is active. */
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Emitter } from '../core/emitter';
import { formatMapping } from '../core/dataset/mapping';
import type { Log } from '../core/ports';
import { DatasetSession } from '../node/session/datasetSession';
import type { EmbedderSource } from '../node/session/embedderSource';
import { SessionTagging } from '../node/session/sessionTagging';
import { DatasetChanged } from '../node/dataset/openDataset';
import { isCancelled } from '../protocol/cancelSource';
import { FileWatch } from './fileWatch';
import { inBackground } from './inBackground';
import { isLocal, localPath } from './localFile';
import { contextKeys } from './names';
import type { MappingMemory } from './mappingMemory';
import { readSettings } from './settings';

export interface OpenDataset {
  readonly uri: vscode.Uri;
  readonly session: DatasetSession;
  readonly tagging: SessionTagging;
}

export interface SessionPlaces {
  readonly distFolder: string;
  readonly storageFolder: string;
  /** For unpacked copies of compressed datasets. */
  readonly spillFolder: string;
  readonly embedders: EmbedderSource;
  readonly log: Log;
  readonly mappings: MappingMemory;
}

/** What became of an open file on disk. */
export type FileNews =
  | { readonly kind: 'reopened'; readonly dataset: OpenDataset; readonly hasGrown: boolean }
  /** It cannot be read any more; it is looked at again when it comes back. */
  | { readonly kind: 'lost'; readonly uri: vscode.Uri; readonly message: string };

const longestBlankMs = 1500;

interface Held {
  readonly opening: Promise<OpenDataset>;
  readonly watch: FileWatch;
  users: number;
}

export class OpenSessions implements vscode.Disposable {
  private readonly held = new Map<string, Held>();
  private readonly opened = new Map<string, OpenDataset>();
  private readonly changes = new Emitter<void>();
  /** Another dataset is active, one was opened or closed. */
  readonly onDidChange = this.changes.event;
  private readonly news = new Emitter<FileNews>();
  /** An open file changed on disk; `onDidChange` follows. */
  readonly onDidChangeFile = this.news.event;
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
    const watch = new FileWatch(uri, () => this.look(uri));
    this.held.set(key, { opening, watch, users: 1 });
    try {
      const dataset = await opening;
      this.opened.set(key, dataset);
      this.tell();
      return dataset;
    } catch (error) {
      this.held.delete(key);
      watch.dispose();
      throw error;
    }
  }

  /** To be called where a read found the file changed: the watcher may be late. */
  noteChange(uri: vscode.Uri): void {
    this.held.get(uri.toString())?.watch.note();
  }

  /** Settings may say now that open files are to be read another way. */
  followMappings(): void {
    for (const { uri, session } of this.all) {
      const { mapping } = this.places.mappings.inForce(uri);
      if (formatMapping(mapping) !== formatMapping(session.mapping)) session.useMapping(mapping);
    }
  }

  release(uri: vscode.Uri): void {
    const key = uri.toString();
    const held = this.held.get(key);
    if (held === undefined || --held.users > 0) return;
    this.held.delete(key);
    held.watch.dispose();
    const dataset = this.opened.get(key);
    this.opened.delete(key);
    this.tell();
    dataset?.tagging.stop();
    if (dataset !== undefined) this.close(dataset.session);
  }

  activate(uri: vscode.Uri): void {
    if (this.activeKey === uri.toString()) return;
    this.activeKey = uri.toString();
    this.tell();
  }

  dispose(): void {
    for (const { watch } of this.held.values()) watch.dispose();
    for (const { session, tagging } of this.all) {
      tagging.stop();
      this.close(session);
    }
    this.opened.clear();
    this.changes.clear();
  }

  private close(session: DatasetSession): void {
    const { log } = this.places;
    inBackground(session.close(), ({ message }) => log.error(`${session.path} could not be closed: ${message}`));
  }

  private async open(uri: vscode.Uri): Promise<OpenDataset> {
    const { distFolder, storageFolder, spillFolder, embedders, log, mappings } = this.places;
    const settings = readSettings(uri);
    const session = await DatasetSession.open({
      path: await localPath(uri, storageFolder),
      mapping: mappings.inForce(uri).mapping,
      distFolder,
      storageFolder,
      spillFolder,
      embedders,
      log,
      ...(settings.journalLocation === 'extensionStorage' ? { journalPath: storedJournal(storageFolder, uri) } : {}),
    });
    return this.follow(uri, session);
  }

  private follow(uri: vscode.Uri, session: DatasetSession): OpenDataset {
    const tagging = new SessionTagging(session);
    session.onDidChange((change) => {
      if (change === 'tags' || change === 'normalization') this.tell();
    });
    tagging.onDidChange(() => this.tellContext());
    return { uri, session, tagging };
  }

  /** Opens the file again where it is no longer what it was. */
  private async look(uri: vscode.Uri): Promise<void> {
    const dataset = this.opened.get(uri.toString());
    if (dataset === undefined) return;
    try {
      if (!isLocal(uri)) await localPath(uri, this.places.storageFolder);
      const fate = await dataset.session.fate();
      if (fate === 'same') return;
      const session = await dataset.session.reopen();
      const indexed = session.dataset.whenIndexed().catch((error: unknown) => this.noteIndexing(uri, error));
      // Rows far down keep their place only where they are known; those of a file that grew can be shown meanwhile.
      await (fate === 'grown' ? indexed : Promise.race([indexed, sleep(longestBlankMs)]));
      await this.replace(dataset, session, fate === 'grown');
    } catch (error) {
      this.news.fire({ kind: 'lost', uri, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** The editor shows what was read up to the damage; the log says why there is no more. */
  private noteIndexing(uri: vscode.Uri, error: unknown): void {
    if (!isCancelled(error) && !(error instanceof DatasetChanged))
      this.places.log.warn(`${uri.fsPath} could not be read to its end: ${String(error)}`);
  }

  /** Everybody goes over to the new session, then the old one is closed. */
  private async replace(earlier: OpenDataset, session: DatasetSession, hasGrown: boolean): Promise<void> {
    const { uri } = earlier;
    const dataset = this.follow(uri, session);
    if (!this.opened.has(uri.toString())) return session.close();
    this.opened.set(uri.toString(), dataset);
    earlier.tagging.stop();
    this.news.fire({ kind: 'reopened', dataset, hasGrown });
    this.tell();
    await earlier.session.close();
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

/** A journal in the extension's storage, named by the dataset's path so that namesakes do not meet. */
function storedJournal(storageFolder: string, uri: vscode.Uri): string {
  const relative = path.relative(homedir(), uri.fsPath).replaceAll(/[^\p{L}\p{N}.-]+/gu, '_');
  return path.join(storageFolder, 'journals', `${relative}.tags.jsonl`);
}
