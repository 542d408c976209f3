/** Which mapping a file is read with: the one chosen for it, else the one the settings give for its glob, else detection. */
import * as vscode from 'vscode';
import { Emitter } from '../core/emitter';
import { formatMapping, parseMapping, type QueryMapping } from '../core/dataset/mapping';
import type { MappingOrigin } from '../protocol/datasetEditor';
import { onDidChangeSettings, readSettings } from './settings';

const memoryKey = 'sftLens.mappings';
const detection: QueryMapping = { kind: 'auto' };

export interface MappingInForce {
  readonly mapping: QueryMapping;
  /** Absent where rows are read by detection alone. */
  readonly origin?: MappingOrigin;
  /** Why a mapping that was written down is not used. */
  readonly problem?: string;
}

export class MappingMemory implements vscode.Disposable {
  private readonly changes = new Emitter<void>();
  /** Some file may be read another way now, or for another reason. */
  readonly onDidChange = this.changes.event;
  private readonly settings = onDidChangeSettings(() => this.changes.fire());

  constructor(private readonly memory: vscode.Memento) {}

  dispose(): void {
    this.settings.dispose();
    this.changes.clear();
  }

  inForce(uri: vscode.Uri): MappingInForce {
    const chosen = this.all()[uri.toString()];
    return chosen === undefined ? this.fromSettings(uri) : readable(chosen, 'file');
  }

  /** Remembers the choice for this file; `null`, or what would be in force anyway, forgets it. */
  async remember(uri: vscode.Uri, mapping: QueryMapping | null): Promise<void> {
    const { [uri.toString()]: _, ...others } = this.all();
    const isNews = mapping !== null && formatMapping(mapping) !== formatMapping(this.fromSettings(uri).mapping);
    await this.memory.update(memoryKey, isNews ? { ...others, [uri.toString()]: formatMapping(mapping) } : others);
    this.changes.fire();
  }

  private fromSettings(uri: vscode.Uri): MappingInForce {
    const found = Object.entries(readSettings(uri).mappings).find(([glob]) => isMatch(uri, glob));
    return found === undefined ? { mapping: detection } : readable(found[1], 'settings');
  }

  private all(): Record<string, string> {
    return this.memory.get<Record<string, string>>(memoryKey, {});
  }
}

function readable(text: string, origin: MappingOrigin): MappingInForce {
  const mapping = parseMapping(String(text));
  if (mapping.kind !== 'problem') return { mapping, origin };
  const problem = vscode.l10n.t(
    'The mapping "{0}" cannot be used: {1} Rows are read by detection.',
    String(text),
    mapping.message,
  );
  return { mapping: detection, origin, problem };
}

/** Globs as VS Code writes them, by its own matcher. */
export function isMatch(uri: vscode.Uri, glob: string): boolean {
  const document = { uri, languageId: '*', fileName: uri.fsPath };
  return vscode.languages.match({ pattern: glob }, document as vscode.TextDocument) > 0;
}
