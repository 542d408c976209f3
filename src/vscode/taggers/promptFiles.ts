/**
 * Prompt templates: the built-in ones, and text files that the user keeps in `.sft-lens/prompts` of the workspace or in
 * the extension's storage. A template's id is its file's name; its hash changes with its text, so each wording's tags
 * stay apart. Files of a workspace that is not trusted are not read: they say what is sent where.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { promptTemplate, promptTemplates, templateProblem, type PromptTemplate } from '../../core/tagging/prompt';
import { readPromptFile } from '../../node/tagging/promptFile';

const workspaceFolder = path.join('.sft-lens', 'prompts');
const usual = { chat: 'instag-plain-1', completion: 'instagger-1' } as const;

export class PromptFiles {
  constructor(private readonly storageFolder: string) {}

  /** Folders that are looked in, first the workspace's. */
  folders(): readonly string[] {
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const local = folders.filter(({ uri }) => uri.scheme === 'file');
    return [
      ...local.map(({ uri }) => path.join(uri.fsPath, workspaceFolder)),
      path.join(this.storageFolder, 'prompts'),
    ];
  }

  /** Every template of a kind; of several with one name the first folder's. */
  async list(kind: PromptTemplate['kind']): Promise<readonly PromptTemplate[]> {
    const found = new Map(promptTemplates.filter((template) => template.kind === kind).map((each) => [each.id, each]));
    for (const folder of this.folders()) {
      for (const name of await namesIn(folder)) {
        const template = await readPromptFile(path.join(folder, name), kind);
        if (!found.has(template.id)) found.set(template.id, template);
      }
    }
    return [...found.values()];
  }

  /** The template of that id; the usual one where the id is that of a built-in template for another kind of tagger. */
  async find(id: string, kind: PromptTemplate['kind']): Promise<PromptTemplate> {
    const builtIn = promptTemplate(id);
    if (builtIn !== null) return builtIn.kind === kind ? builtIn : promptTemplate(usual[kind])!;
    const template = (await this.list(kind)).find((candidate) => candidate.id === id);
    if (template === undefined)
      throw new Error(
        vscode.l10n.t(
          'There is no prompt template "{0}". Choose another in the setting "sftLens.tagger.prompt", or run "SFT Lens: Edit a Prompt Template…".',
          id,
        ),
      );
    const problem = templateProblem(template);
    if (problem !== null) throw new Error(problem);
    return template;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith('.txt')).toSorted();
}
