/** Text as parts: thinking set apart, media placeholders replaced by what they stand for, prompt wrappers taken off. */
import type { Part } from '../conversation';

type MediaKind = 'image' | 'audio' | 'video';

/** References of a row in the order in which placeholders use them up. */
export interface MediaQueue {
  readonly image: string[];
  readonly audio: string[];
  readonly video: string[];
}

export function hasMedia(media: MediaQueue): boolean {
  return media.image.length + media.audio.length + media.video.length > 0;
}

const thinkBlock = /<(think|thinking)>([\s\S]*?)<\/\1>\s*/g;

/** An assistant's text: `<think>` blocks are parts of their own, also one whose opening tag the template wrote. */
export function assistantParts(text: string): Part[] {
  if (!text.includes('</think')) return [{ kind: 'text', text }];
  const whole = /^\s*<think(ing)?>/.test(text) || text.indexOf('</think>') < 0 ? text : openedThink(text);
  const parts: Part[] = [];
  let from = 0;
  for (const match of whole.matchAll(thinkBlock)) {
    if (match.index > from) parts.push({ kind: 'text', text: whole.slice(from, match.index) });
    parts.push({ kind: 'thinking', text: match[2]!.trim() });
    from = match.index + match[0].length;
  }
  if (from < whole.length || parts.length === 0) parts.push({ kind: 'text', text: whole.slice(from) });
  return parts;
}

function openedThink(text: string): string {
  const opens = text.indexOf('<think>');
  return opens >= 0 && opens < text.indexOf('</think>') ? text : `<think>${text}`;
}

const placeholder = /<(image|audio|video)>/g;

/** A user's text with its placeholders replaced by the row's media, in order; without media it stays as it is. */
export function userParts(text: string, media: MediaQueue): Part[] {
  if (!hasMedia(media)) return [{ kind: 'text', text }];
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(placeholder)) {
    const kind = match[1] as MediaKind;
    const reference = media[kind].shift();
    if (reference === undefined) continue;
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    parts.push({ kind: 'media', media: kind, reference });
    from = match.index + match[0].length;
  }
  if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

const alpacaWrapper =
  /^\s*Below is an instruction that describes a task[\s\S]*?### *(?:Instruction|Human|USER) *:\s*([\s\S]*?)(?:\n+### *Input *:\s*([\s\S]*?))?\s*### *(?:Response|Assistant) *:\s*(?:Let's think step by step\.?\s*)?$/;

/** The query inside FastChat's and Alpaca's prompt text; any other text as it is. */
export function withoutWrapper(text: string): string {
  if (!text.includes('###')) return text;
  const match = alpacaWrapper.exec(text);
  if (match === null) return text;
  return joinQuery(match[1]!.trim(), (match[2] ?? '').trim());
}

/** Instruction and input as one query, as Alpaca's users join them. */
export function joinQuery(instruction: string, input: string): string {
  if (input.trim() === '' || input.trim() === '<noinput>') return instruction;
  return instruction.trim() === '' ? input : `${instruction}\n${input}`;
}
