/** Prompt templates in text files: the file's name is the template's id, and its text, with `{{query}}`, the template. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PromptTemplate } from '../../core/tagging/prompt';

/** Rejects where the file cannot be read. Whether the template can be used is for `templateProblem` to say. */
export async function readPromptFile(file: string, kind: PromptTemplate['kind']): Promise<PromptTemplate> {
  const text = (await readFile(file, 'utf8')).replace(/\r\n/g, '\n').trimEnd();
  return { kind, id: path.basename(file, '.txt'), title: file, text };
}
