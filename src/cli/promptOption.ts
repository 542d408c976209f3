/** `--prompt`: a built-in template by its name, or a file of the user's. */
import { access } from 'node:fs/promises';
import { promptTemplate, promptTemplates, templateProblem, type PromptTemplate } from '../core/tagging/prompt';
import { readPromptFile } from '../node/tagging/promptFile';
import { UsageError } from './arguments';

export type TemplateOf<Kind extends PromptTemplate['kind']> = Extract<PromptTemplate, { readonly kind: Kind }>;

const usual = { chat: 'instag-1', completion: 'instagger-1' } as const;

/** Rejects with a usage error where there is no such template, or it does not fit the tagger. */
export async function templateFor<Kind extends PromptTemplate['kind']>(
  prompt: string | undefined,
  kind: Kind,
): Promise<TemplateOf<Kind>> {
  const builtIn = promptTemplate(prompt ?? usual[kind]);
  const template = builtIn ?? (await fileTemplate(prompt ?? '', kind));
  if (!isOfKind(template, kind))
    throw new UsageError(`The prompt "${template.id}" is for another kind of tagger; there are ${namesOf(kind)}.`);
  const problem = templateProblem(template);
  if (problem !== null) throw new UsageError(problem);
  return template;
}

async function fileTemplate(file: string, kind: PromptTemplate['kind']): Promise<PromptTemplate> {
  await access(file).catch(() => {
    throw new UsageError(`--prompt names no file and no built-in template (${namesOf(kind)}), got "${file}".`);
  });
  return readPromptFile(file, kind);
}

function isOfKind<Kind extends PromptTemplate['kind']>(
  template: PromptTemplate,
  kind: Kind,
): template is TemplateOf<Kind> {
  return template.kind === kind;
}

function namesOf(kind: PromptTemplate['kind']): string {
  return promptTemplates.flatMap((template) => (template.kind === kind ? [template.id] : [])).join(', ');
}
