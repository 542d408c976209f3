/** Finds the cues of the vocabulary in a query, as whole words. Time O(words × longest cue). */
import type { IntentionTag } from './intentionTags';

export interface CueHit {
  /** Index of the tag in the vocabulary. */
  readonly tag: number;
  readonly cue: string;
  /** 1 for a phrase that points to this tag alone; less where several tags share it. */
  readonly weight: number;
}

export interface CueIndex {
  /** One hit per tag at most: its weightiest cue (ties: the earlier in the text). */
  find(text: string): CueHit[];
}

/** Builds the index once; names of two words or more are cues of their tags too. */
export function cueIndexOf(tags: readonly IntentionTag[]): CueIndex {
  const tagsByCue = new Map<string, number[]>();
  let longest = 1;
  tags.forEach((tag, index) => {
    for (const cue of cuesOf(tag)) {
      const words = cueWords(cue);
      longest = Math.max(longest, words.length);
      const key = words.join(' ');
      const known = tagsByCue.get(key);
      if (known === undefined) tagsByCue.set(key, [index]);
      else known.push(index);
    }
  });
  return { find: (text) => findCues(tagsByCue, longest, text) };
}

function cuesOf(tag: IntentionTag): Set<string> {
  return new Set([...tag.cues, tag.name.toLowerCase()].map((cue) => cueWords(cue).join(' ')).filter(Boolean));
}

function findCues(tagsByCue: ReadonlyMap<string, readonly number[]>, longest: number, text: string): CueHit[] {
  const words = cueWords(text);
  const best = new Map<number, CueHit>();
  for (let start = 0; start < words.length; start++) {
    let cue = '';
    for (let end = start; end < Math.min(words.length, start + longest); end++) {
      cue = end === start ? words[end]! : `${cue} ${words[end]!}`;
      const tags = tagsByCue.get(cue) ?? [];
      const weight = (end > start ? 1 : 0.75) / Math.sqrt(tags.length);
      for (const tag of tags) {
        if (weight > (best.get(tag)?.weight ?? 0)) best.set(tag, { tag, cue, weight });
      }
    }
  }
  return [...best.values()];
}

/** Lower-case words; `c++`, `c#`, `node.js`, `f(x)` and runs of Chinese stay whole. */
export function cueWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.'’-][\p{L}\p{N}]+)*[+#]*(?:\(x\))?|%/gu) ?? [];
}
