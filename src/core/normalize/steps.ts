/** The four steps as they act on a grouping. */
import { associationMerges, type AssociationMerge } from './associationMerge';
import type { DropReason } from './audit';
import { clusterMerges } from './clusterMerges';
import { dbscan, noise } from './dbscan';
import type { Transactions } from './fpGrowth';
import type { Grouping, ProposedMerge } from './grouping';
import { foldedKey, lemmaFormer } from './lemmaForm';
import { literalFormer } from './literalForm';
import { neighbourPairs } from './neighbours';
import type { SemanticParameters } from './parameters';
import { compareText, forEachTaggedQuery } from './tagGroups';

const nothingDropped: ReadonlyMap<number, DropReason> = new Map();

/** White space is no tag: left out before anything is counted. */
export function leaveOutBlankTags(grouping: Grouping): void {
  const dropped = new Map<number, DropReason>();
  for (const head of grouping.heads)
    if (head >= 0 && grouping.table.names[head]!.trim() === '') dropped.set(head, { kind: 'emptyForm' });
  grouping.apply('raw', [], dropped);
}

export function frequencyStep(grouping: Grouping, minimum: number): void {
  const counts = grouping.counts();
  const pinnedHeads = new Set([...grouping.decisions.pinned].map((raw) => grouping.heads[raw]!));
  const dropped = new Map<number, DropReason>();
  for (const head of new Set(grouping.heads)) {
    if (head < 0 || counts[head]! >= minimum || pinnedHeads.has(head)) continue;
    dropped.set(head, { kind: 'rare', count: counts[head]!, minimum });
  }
  grouping.apply('frequency', [], dropped);
}

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

/** `vectors` belong to `heads`, in that order. */
export function semanticStep(
  grouping: Grouping,
  heads: readonly number[],
  vectors: Float32Array,
  parameters: SemanticParameters,
): void {
  if (heads.length === 0) {
    grouping.apply('semantic', [], nothingDropped);
    return;
  }
  const labels = dbscan(vectors, vectors.length / heads.length, parameters);
  const clusters = new Map<number, number[]>();
  labels.forEach((label, index) => {
    if (label !== noise) clusters.set(label, [...(clusters.get(label) ?? []), heads[index]!]);
  });
  const nearest = nearestInCluster(heads, vectors, labels, parameters.epsilon);
  const merges: ProposedMerge[] = [];
  for (const cluster of clusters.values()) {
    if (cluster.length < 2) continue;
    for (const [from, into] of clusterMerges(cluster, grouping)) {
      const { neighbour, similarity } = nearest.get(from)!;
      const name = grouping.table.names[neighbour]!;
      merges.push({ from, into, reason: { kind: 'similarity', similarity, neighbour: name } });
    }
  }
  grouping.apply('semantic', merges, nothingDropped);
}

interface Nearest {
  readonly neighbour: number;
  readonly similarity: number;
}

/** The closest tag of the same cluster, by head. */
function nearestInCluster(
  heads: readonly number[],
  vectors: Float32Array,
  labels: Int32Array,
  epsilon: number,
): Map<number, Nearest> {
  const nearest = new Map<number, Nearest>();
  const offer = (head: number, neighbour: number, similarity: number): void => {
    const known = nearest.get(head);
    if (known === undefined || similarity > known.similarity) nearest.set(head, { neighbour, similarity });
  };
  const pairs = neighbourPairs(vectors, vectors.length / heads.length, epsilon)!;
  for (let at = 0; at < pairs.count; at++) {
    const [left, right] = [pairs.left[at]!, pairs.right[at]!];
    if (labels[left] !== labels[right] || labels[left] === noise) continue;
    offer(heads[left]!, heads[right]!, 1 - pairs.distance[at]!);
    offer(heads[right]!, heads[left]!, 1 - pairs.distance[at]!);
  }
  return nearest;
}

export function associationStep(
  grouping: Grouping,
  parameters: { readonly support: number; readonly confidence: number },
): void {
  const heads = grouping.headsByName();
  const merges = allowedMerges(grouping, heads, parameters).map(({ from, into, rule, round }): ProposedMerge => {
    const { support, confidence, lift } = rule;
    return {
      from: heads[from]!,
      into: heads[into]!,
      reason: { kind: 'association', support, confidence, lift, round },
    };
  });
  grouping.apply('association', merges, nothingDropped);
}

/** Merges once more without each one that would bring together what a person keeps apart. */
function allowedMerges(
  grouping: Grouping,
  heads: readonly number[],
  parameters: { readonly support: number; readonly confidence: number },
): AssociationMerge[] {
  const { decisions, table } = grouping;
  const transactions = transactionsOf(grouping, heads);
  const stays = new Set<number>();
  heads.forEach((head, item) => {
    if (decisions.pinned.has(head) || decisions.split.has(head)) stays.add(item);
  });
  for (;;) {
    const merges = associationMerges(transactions, {
      ...parameters,
      compareNames: (left, right) => compareNames(table.names[heads[left]!]!, table.names[heads[right]!]!),
      mayMerge: (from, into) => !stays.has(from) && !decisions.split.has(heads[into]!),
    });
    const forbidden = forbiddenMerge(grouping, heads, merges);
    if (forbidden === undefined) return merges;
    stays.add(forbidden);
  }
}

/** Shorter, then alphabetical. */
function compareNames(left: string, right: string): number {
  return left.length - right.length || compareText(left, right);
}

function forbiddenMerge(
  grouping: Grouping,
  heads: readonly number[],
  merges: readonly AssociationMerge[],
): number | undefined {
  if (grouping.decisions.apart.size === 0) return undefined;
  const into = new Map(merges.map((merge) => [heads[merge.from]!, heads[merge.into]!]));
  const after = grouping.heads.map((head) => into.get(head) ?? head);
  for (const [tag, partners] of grouping.decisions.apart)
    for (const partner of partners) {
      if (after[tag]! < 0 || after[tag] !== after[partner]) continue;
      const moved = [grouping.heads[tag]!, grouping.heads[partner]!].find((head) => into.has(head));
      if (moved !== undefined) return heads.indexOf(moved);
    }
  return undefined;
}

/** Each tagged query's groups as indices into `heads`. */
export function transactionsOf(grouping: Grouping, heads: readonly number[]): Transactions {
  const { table } = grouping;
  const itemOf = new Int32Array(table.names.length).fill(-1);
  heads.forEach((head, item) => (itemOf[head] = item));
  const offsets: number[] = [0];
  const items = new Uint32Array(table.tagIds.length);
  const last = new Int32Array(heads.length).fill(-1);
  let used = 0;
  forEachTaggedQuery(table, (start, end) => {
    for (let at = start; at < end; at++) {
      const head = grouping.heads[table.tagIds[at]!]!;
      const item = head < 0 ? -1 : itemOf[head]!;
      if (item < 0 || last[item] === offsets.length) continue;
      last[item] = offsets.length;
      items[used++] = item;
    }
    offsets.push(used);
  });
  return { offsets: Uint32Array.from(offsets), items: items.slice(0, used), itemCount: heads.length };
}
