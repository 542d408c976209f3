/** A whole normalization by a fixed vocabulary: the four steps do not run; what is not in the vocabulary is left out. */
import type { AuditedDrop, AuditedMerge, StepAudit } from './audit';
import type { Decision } from './decisions';
import { applyFixedVocabulary } from './fixedVocabulary';
import { funnelStep } from './funnel';
import type { NormalizationResult } from './normalize';
import { resolveParameters, type NormalizationParameters } from './parameters';
import type { FixedTag } from './recipe';
import { compareText, queryCounts, taggedQueryCount, type Heads } from './tagGroups';
import type { TagTable } from './tagTable';
import { membersOf, type Vocabulary } from './vocabulary';

/** The parameters give the rule form by which unseen raw tags find their place. Time O(tags + members). */
export function normalizeByVocabulary(
  table: TagTable,
  parameters: NormalizationParameters,
  tags: readonly FixedTag[],
): NormalizationResult {
  const vocabulary = applyFixedVocabulary(table, tags, parameters.rules);
  const all = Int32Array.from(table.names.keys());
  const counts = queryCounts(table, all);
  const raw = all.map((id) => (counts[id]! > 0 ? id : -1));
  return {
    parameters: resolveParameters(parameters, taggedQueryCount(table)),
    funnel: [funnelStep('raw', table, raw), funnelStep('manual', table, headsOf(vocabulary))],
    merges: { rules: 0, semantic: 0, association: 0 },
    audit: [{ step: 'raw', merges: [], drops: [] }, auditOf(vocabulary)],
    vocabulary,
    unusedDecisions: [],
  };
}

/** One raw tag of each group stands for it. */
function headsOf({ ofRaw, memberOffsets, members }: Vocabulary): Heads {
  return ofRaw.map((tag) => (tag < 0 ? -1 : members[memberOffsets[tag]!]!));
}

function auditOf(vocabulary: Vocabulary): StepAudit {
  const { names, rawNames, rawCounts, ofRaw } = vocabulary;
  const merges: AuditedMerge[] = names.flatMap((into, tag) =>
    [...membersOf(vocabulary, tag)].flatMap((raw): AuditedMerge[] => {
      const from = rawNames[raw]!;
      if (from === into) return [];
      return [{ from, into, members: [from], count: rawCounts[raw]!, reason: { kind: 'vocabulary' } }];
    }),
  );
  const drops: AuditedDrop[] = rawNames.flatMap((tag, raw) =>
    ofRaw[raw]! >= 0 || rawCounts[raw] === 0
      ? []
      : [{ tag, members: [tag], count: rawCounts[raw]!, reason: { kind: 'unknown' } }],
  );
  return {
    step: 'manual',
    merges: merges.sort((left, right) => right.count - left.count || compareText(left.from, right.from)),
    drops: drops.sort((left, right) => right.count - left.count || compareText(left.tag, right.tag)),
  };
}

/**
 * The vocabulary with a decision written into it. Tags are named by a surface form or by name; a decision on a tag that
 * it does not hold, and those that only steer the four steps, change nothing.
 */
export function decideInVocabulary(tags: readonly FixedTag[], decision: Decision): readonly FixedTag[] {
  const at = indexOfTag(tags, decision.tag);
  if (at < 0) return tags;
  switch (decision.kind) {
    case 'rename':
      return renamed(tags, at, decision.name);
    case 'merge':
    case 'accept':
      return joined(tags, at, indexOfTag(tags, decision.into));
    case 'exclude':
      return tags.filter((_, index) => index !== at);
    case 'split':
    case 'reject':
      return apart(tags, at, decision.tag);
    case 'pin':
      return tags;
  }
}

function indexOfTag(tags: readonly FixedTag[], form: string): number {
  const named = tags.findIndex(({ name }) => name === form);
  return named >= 0 ? named : tags.findIndex(({ members }) => members.includes(form));
}

/** A name that another tag bears already joins the two. */
function renamed(tags: readonly FixedTag[], at: number, name: string): readonly FixedTag[] {
  const namesake = tags.findIndex((tag) => tag.name === name);
  if (namesake >= 0) return joined(tags, at, namesake);
  return tags.map((tag, index) => (index === at ? { name, members: withForms(tag, tag.name) } : tag));
}

function joined(tags: readonly FixedTag[], at: number, into: number): readonly FixedTag[] {
  const from = tags[at]!;
  if (into < 0 || into === at) return tags;
  return tags.flatMap((tag, index) => {
    if (index === at) return [];
    return [index === into ? { ...tag, members: withForms(tag, from.name, ...from.members) } : tag];
  });
}

/** The form stands alone; its old tag keeps the rest. */
function apart(tags: readonly FixedTag[], at: number, form: string): readonly FixedTag[] {
  const tag = tags[at]!;
  if (tag.name === form || tag.members.length < 2) return tags;
  const rest = { ...tag, members: tag.members.filter((member) => member !== form) };
  return [...tags.map((known, index) => (index === at ? rest : known)), { name: form, members: [form] }];
}

function withForms({ members }: FixedTag, ...forms: readonly string[]): string[] {
  return [...new Set([...members, ...forms])].sort(compareText);
}
