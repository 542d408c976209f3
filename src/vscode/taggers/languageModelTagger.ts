/** The editor's own language models as a tagger: picked by the user, consent asked by the editor on the first request. */
import * as vscode from 'vscode';
import { outcomeOfReply } from '../../core/tagging/parseReply';
import { promptHash, renderPrompt, type PromptTemplate } from '../../core/tagging/prompt';
import type { Tagger, TaggerTrouble, TagReply } from '../../core/tagging/tagRecord';

/** Asks the user for a model; rejects saying why there is none. */
export async function createLanguageModelTagger(template: PromptTemplate | null): Promise<Tagger> {
  if (template === null) throw new Error(vscode.l10n.t('The language model needs a prompt template.'));
  const model = await pickModel();
  return {
    identity: { tagger: 'languageModel', model: model.id, promptHash: promptHash(template) },
    isRemote: true,
    label: `${model.name} (${model.vendor})`,
    maxConcurrency: 4,
    tag: (query, signal) => ask(model, renderPrompt(template, query), signal),
  };
}

async function pickModel(): Promise<vscode.LanguageModelChat> {
  const models = await vscode.lm.selectChatModels();
  if (models.length === 0)
    throw new Error(
      vscode.l10n.t(
        'The editor offers no language model. Sign in to a provider (such as GitHub Copilot), or choose another tagger; the editor does not say which of the two is missing.',
      ),
    );
  const items = models.map((model) => ({ label: model.name, description: `${model.vendor} · ${model.id}`, model }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Language model that tags') });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.model;
}

async function ask(
  model: vscode.LanguageModelChat,
  text: string,
  signal: Parameters<Tagger['tag']>[1],
): Promise<TagReply | TaggerTrouble> {
  const cancellation = new vscode.CancellationTokenSource();
  const stop = () => cancellation.cancel();
  signal?.addEventListener('abort', stop);
  try {
    const response = await model.sendRequest([vscode.LanguageModelChatMessage.User(text)], {}, cancellation.token);
    let reply = '';
    for await (const piece of response.text) reply += piece;
    return { kind: 'reply', outcome: outcomeOfReply(reply) };
  } catch (error) {
    signal?.throwIfAborted();
    return troubleOf(error);
  } finally {
    signal?.removeEventListener('abort', stop);
    cancellation.dispose();
  }
}

function troubleOf(error: unknown): TaggerTrouble {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  const stopped = { kind: 'trouble', isRetryable: false, stopsRun: true } as const;
  if (code === 'NoPermissions')
    return {
      ...stopped,
      reason: 'forbidden',
      message: vscode.l10n.t('The editor may not use this model: {0}', message),
    };
  if (code === 'NotFound')
    return { ...stopped, reason: 'unknownModel', message: vscode.l10n.t('The model is gone: {0}', message) };
  if (code === 'Blocked')
    return {
      ...stopped,
      reason: 'quota',
      message: vscode.l10n.t("The editor's quota for this model is used up or the request was blocked: {0}", message),
    };
  return { kind: 'trouble', reason: 'serverError', message, isRetryable: true, stopsRun: false };
}
