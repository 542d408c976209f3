/** Step 2: tags that share a form become one (InsTag, section 3.2; modes as in method.md). Time O(characters). */
import type { DropReason } from './audit';
import { clusterMerges } from './clusterMerges';
import type { Grouping, ProposedMerge } from './grouping';
import { foldedKey, lemmaFormer } from './lemmaForm';
import { literalFormer } from './literalForm';

/** Merges groups whose names share a form; tags of which nothing is left are dropped. */
export function rulesStep(grouping: Grouping, mode: 'lemma' | 'literal'): void {
  const formOf = mode === 'lemma' ? lemmaFormer() : literalFormer();
  const dropped = new Map<number, DropReason>();
  const clusters = new Map<string, { form: string; heads: number[] }>();
  for (const head of grouping.headsByName()) {
    const form = formOf(grouping.table.names[head]!);
    if (form === '') {
      dropped.set(head, { kind: 'emptyForm' });
      continue;
    }
    const key = mode === 'lemma' ? foldedKey(form) : form;
    const known = clusters.get(key);
    if (known === undefined) clusters.set(key, { form, heads: [head] });
    else known.heads.push(head);
  }
  grouping.apply('rules', ruleMerges(grouping, clusters.values()), dropped);
}

function ruleMerges(grouping: Grouping, clusters: Iterable<{ form: string; heads: number[] }>): ProposedMerge[] {
  const merges: ProposedMerge[] = [];
  for (const { form, heads } of clusters) {
    if (heads.length < 2) continue;
    for (const [from, into] of clusterMerges(heads, grouping))
      merges.push({ from, into, reason: { kind: 'rule', form } });
  }
  return merges;
}
