/** Prompt templates by command: copy and edit one, see what is sent, compare two of them or two models on ten rows. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { promptTemplate, type PromptTemplate } from '../../core/tagging/prompt';
import { comparisonMarkdown } from '../../node/session/compareTaggers';
import { leftOutOf } from '../../node/session/taggingScope';
import { firstTargets, tagTargets } from '../../node/session/tagTargets';
import { startTagRun, type TagTarget } from '../../node/tagging/tagRun';
import { halvesOfHash } from '../../core/tagging/queryHash';
import type { OpenDataset } from '../openSessions';
import { settingKeys } from '../names';
import { readSettings, writeSetting, type Settings } from '../settings';
import { askModel } from '../taggers/askModel';
import type { PromptFiles } from '../taggers/promptFiles';
import type { ReadyTagger } from '../taggers/taggerChoice';
import { showPrompt, workOf, type TaggingParts } from '../tagging/tagRows';

const comparedRows = 10;

/** Opens a template of the user's, or writes a copy of a built-in one and opens that. */
export async function editPrompt(prompts: PromptFiles): Promise<void> {
  const templates = [...(await prompts.list('chat')), ...(await prompts.list('completion')).filter(isBuiltIn)];
  const items = templates.map((template) => ({
    label: template.id,
    description: isBuiltIn(template) ? template.title : vscode.l10n.t('yours'),
    detail: template.text.replace(/\s+/g, ' ').slice(0, 150),
    template,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Edit a Prompt Template') });
  if (picked === undefined) return;
  const file = isBuiltIn(picked.template) ? await copyOf(picked.template, prompts) : picked.template.title;
  if (file === undefined) return;
  await vscode.window.showTextDocument(vscode.Uri.file(file));
  await offerUse(path.basename(file, '.txt'));
}

function isBuiltIn({ id }: PromptTemplate): boolean {
  return promptTemplate(id) !== null;
}

async function copyOf(template: PromptTemplate, prompts: PromptFiles): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the Copy'),
    prompt: vscode.l10n.t('Kept with every tag it makes. Letters, digits, dots and hyphens.'),
    value: `my-${template.id}`,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[\p{L}\p{N}][\p{L}\p{N}.-]*$/u.test(text) && promptTemplate(text) === null
        ? null
        : vscode.l10n.t('Choose another name of letters, digits, dots and hyphens.'),
  });
  if (name === undefined) return undefined;
  const folder = await pickFolder(prompts.folders());
  if (folder === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${name}.txt`);
  await writeFile(file, `${template.text}\n`, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return file;
}

async function pickFolder(folders: readonly string[]): Promise<string | undefined> {
  if (folders.length === 1) return folders[0];
  const items = folders.map((folder, index) => ({
    label:
      index === folders.length - 1 ? vscode.l10n.t('For me, in all workspaces') : vscode.l10n.t('In this workspace'),
    description: folder,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Where the Template Is Kept') });
  return picked?.description;
}

async function offerUse(id: string): Promise<void> {
  if (readSettings().prompt === id) return;
  const use = vscode.l10n.t('Use It');
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t(
      'The template must hold {0} once; {1} becomes the form of the answer that the server is asked for. Save it, then use it.',
      '{{query}}',
      '{{answer}}',
    ),
    use,
  );
  if (picked === use) await writeSetting(settingKeys.prompt, id);
}

/** What would be sent for the first of the rows. */
export async function showPromptOf(dataset: OpenDataset, rows: readonly number[], parts: TaggingParts): Promise<void> {
  const ready = await parts.taggers.open();
  if (ready.template === null) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} needs no prompt.', ready.tagger.label));
    return;
  }
  const scope = { kind: 'rows', rows: rows.length === 0 ? [0] : rows, isAgain: true } as const;
  await showPrompt(await workOf(dataset, scope, null, ready), parts);
}

/** Ten rows by two templates or models; what is asked is kept in the journal, so nothing is paid twice. */
export async function comparePrompts(
  dataset: OpenDataset,
  rowsInView: readonly number[] | null,
  parts: TaggingParts,
  prompts: PromptFiles,
): Promise<void> {
  const settings = readSettings();
  const other = await pickOther(settings, parts, prompts);
  if (other === undefined) return;
  const sides = [await parts.taggers.open(settings), await parts.taggers.open(other)] as const;
  for (const { destination, tagger } of sides) if (!(await parts.consent.holds(destination, tagger.label))) return;
  const targets = await targetsOf(dataset, rowsInView);
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Tagging ten rows twice…') },
    () => Promise.all(sides.map((side) => tagInto(dataset, side, targets))),
  );
  const [left, right] = sides;
  const queries = targets.map(({ hash, text }) => ({
    query: text,
    left: tagsOf(dataset, left, hash),
    right: tagsOf(dataset, right, hash),
  }));
  const names = { left: sideName(left), right: sideName(right) };
  await parts.texts.show(vscode.l10n.t('Comparison.md'), comparisonMarkdown({ ...names, queries }));
}

async function pickOther(
  settings: Settings,
  { taggers }: TaggingParts,
  prompts: PromptFiles,
): Promise<Settings | undefined> {
  const kind = settings.taggerKind === 'instagger' ? 'completion' : 'chat';
  const templates = (await prompts.list(kind)).filter(({ id }) => id !== settings.prompt);
  const items = [
    ...templates.map(({ id }) => ({ label: id, description: vscode.l10n.t('another template'), prompt: id })),
    { label: vscode.l10n.t('Another Model…'), description: settings.model, prompt: null },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Compare {0}, {1} with…', settings.model, settings.prompt),
  });
  if (picked === undefined) return undefined;
  if (picked.prompt !== null) return { ...settings, prompt: picked.prompt };
  const [endpoint] = await taggers.endpoints(settings);
  const model = endpoint === undefined ? undefined : await askModel(endpoint.options, settings.model);
  return model === undefined ? undefined : { ...settings, model };
}

async function targetsOf({ session }: OpenDataset, rowsInView: readonly number[] | null): Promise<TagTarget[]> {
  const { dataset, decode, mapping } = session;
  const rows = rowsInView ?? Array.from({ length: Math.min(200, dataset.rowCount) }, (_, row) => row);
  const targets: TagTarget[] = [];
  const all = tagTargets({ dataset, decode, mapping, rows: rows.slice(0, 200), isKnown: () => false });
  for await (const target of firstTargets(all, comparedRows)) targets.push(target);
  return targets;
}

async function tagInto({ session }: OpenDataset, { tagger, terms }: ReadyTagger, queries: TagTarget[]): Promise<void> {
  const { journal } = session.tags;
  const { layer } = journal.store;
  if (layer !== null) journal.chooseLayer(layer);
  const isKnown = leftOutOf({ kind: 'all' }, tagger.identity, journal.store);
  const report = await startTagRun({ tagger, queries, total: queries.length, isKnown, journal, ...terms }).finished;
  if (report.ending === 'trouble' || report.ending === 'journal') throw new Error(report.message);
}

function tagsOf({ session }: OpenDataset, { tagger }: ReadyTagger, hash: string): readonly string[] | null {
  const { high, low } = halvesOfHash(hash);
  const { store } = session.tags.journal;
  return store.stateOf(high, low, tagger.identity) === 'tagged' ? store.tagsOf(high, low, tagger.identity) : null;
}

function sideName({ tagger, template }: ReadyTagger): string {
  return template === null ? tagger.identity.model : `${tagger.identity.model}, ${template.id}`;
}
