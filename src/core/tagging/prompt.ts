/**
 * Prompt templates, named and versioned; a template's hash is stored with each tag it made. Parts as in InsTag (arXiv
 * 2308.07074, appendix) and the InsTagger model card, in our own words.
 */
import { queryHash } from './queryHash';

/** For chat models; `{{query}}` stands for the query, `{{answer}}` for the form of the answer. */
export interface ChatTemplate {
  readonly kind: 'chat';
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** For `/v1/completions`: the whole text that the model continues. */
export interface CompletionTemplate {
  readonly kind: 'completion';
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export type PromptTemplate = ChatTemplate | CompletionTemplate;

/** `list`: a JSON list, as in the paper. `object`: the list inside an object, as JSON modes of servers demand. */
export type AnswerForm = 'list' | 'object';

const answerSentences: Readonly<Record<AnswerForm, string>> = {
  list: 'Answer strictly with a JSON list and nothing else: [{"tag": str, "explanation": str}]. Write in English.',
  object:
    'Answer strictly with a JSON object and nothing else: {"tags": [{"tag": str, "explanation": str}]}. Write in English.',
};

const chatOpening =
  'You are a tagging system. You give tags for the intentions behind an instruction that a user sends to a helpful ' +
  'assistant, so that instructions can be told apart by what they ask for.';
const chatBody = 'Here is the instruction:\n[begin]\n{{query}}\n[end]\n';
const coarse = 'Give coarse-grained tags';

const vicunaOpening =
  'A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and ' +
  "polite answers to the user's questions.";
const instaggerTask =
  'USER: Please identify tags of user intentions in the following user query and provide an explanation for each tag. ' +
  'Please respond in the JSON format {"tag": str, "explanation": str}.\n';

export const promptTemplates: readonly PromptTemplate[] = [
  {
    kind: 'chat',
    id: 'instag-1',
    title: 'InsTag, with its two examples',
    text: `${chatOpening}\n${chatBody}${coarse}, such as "Spelling and Grammar Check" and "Cosplay". {{answer}}`,
  },
  {
    kind: 'chat',
    id: 'instag-plain-1',
    title: 'InsTag without examples (they leak into answers)',
    text: `${chatOpening}\n${chatBody}${coarse}, each a name of one to four words. {{answer}}`,
  },
  {
    kind: 'completion',
    id: 'instagger-1',
    title: 'InsTagger (Vicuna v1.1)',
    text: `${vicunaOpening} ${instaggerTask}User query: {{query}} ASSISTANT:`,
  },
  {
    kind: 'completion',
    id: 'instagger-2',
    title: 'InsTagger, second wording in use',
    text: `${vicunaOpening} ${instaggerTask} Query: {{query}} Assistant:`,
  },
];

/** A template by its id, or null. */
export function promptTemplate(id: string): PromptTemplate | null {
  return promptTemplates.find((template) => template.id === id) ?? null;
}

/** The template's id and the first 64 bits of the hash of its text: `instag-1:0123456789abcdef`. */
export function promptHash(template: PromptTemplate): string {
  const forms = template.kind === 'chat' ? answerSentences.list + answerSentences.object : '';
  return `${template.id}:${queryHash(`${template.kind}\n${template.text}\n${forms}`).slice(0, 16)}`;
}

/** The message that is sent for a query. */
export function renderPrompt(template: PromptTemplate, query: string, form: AnswerForm = 'list'): string {
  return template.text.replace(/\{\{(query|answer)\}\}/g, (_, part) =>
    part === 'query' ? query : answerSentences[form],
  );
}

/** Why a template cannot be used, or null. */
export function templateProblem(template: PromptTemplate): string | null {
  if (template.id.trim() === '') return 'The template has no name.';
  if (template.text.split('{{query}}').length !== 2)
    return `The template "${template.id}" must hold {{query}} exactly once.`;
  return null;
}

/** JSON schema of the object form, for servers that can hold a model to it. */
export const answerSchema = {
  type: 'object',
  properties: {
    tags: {
      type: 'array',
      items: {
        type: 'object',
        properties: { tag: { type: 'string' }, explanation: { type: 'string' } },
        required: ['tag', 'explanation'],
        additionalProperties: false,
      },
    },
  },
  required: ['tags'],
  additionalProperties: false,
} as const;
