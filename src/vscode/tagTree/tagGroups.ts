/** Tags grouped by meaning: k-means over vectors of their names; a group is named by its most frequent tag. */
import { runJob } from '../../node/jobs/runJob';
import type { EmbedderSource } from '../../node/session/embedderSource';
import type { TagList } from './tagList';

export interface TagGroup {
  readonly name: string;
  /** Tag ids, most frequent first. */
  readonly ids: Uint32Array;
}

export interface GroupingParts {
  readonly distFolder: string;
  readonly embedders: EmbedderSource;
}

/** Rarer tags are not grouped: their vectors would take minutes. */
const mostTags = 5000;
const mostGroups = 60;

/** Groups from the largest by tags to the smallest; rejects where no vectors can be had. */
export async function groupTags(
  list: TagList,
  { distFolder, embedders }: GroupingParts,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<TagGroup[]> {
  const ids = list.find('', 'count').slice(0, mostTags);
  if (ids.length === 0) return [];
  const embedder = await embedders.open();
  const names = Array.from(ids, (id) => list.vocabulary.names[id]!);
  const values = await embedder.embed(names, { cancellation: signal, onProgress });
  const input = {
    vectors: { width: embedder.width, values },
    weights: Uint32Array.from(ids, () => 1),
    count: Math.min(mostGroups, Math.max(2, Math.round(Math.sqrt(ids.length / 2)))),
  };
  const clusterOf = await runJob('clusterTags', input, { distFolder, signal });
  return groupsOf(list, ids, clusterOf);
}

function groupsOf(list: TagList, ids: Uint32Array, clusterOf: Int32Array): TagGroup[] {
  const members = new Map<number, number[]>();
  ids.forEach((id, at) => {
    const cluster = clusterOf[at]!;
    const known = members.get(cluster);
    if (known === undefined) members.set(cluster, [id]);
    else known.push(id);
  });
  return [...members.values()]
    .map((group) => ({ name: list.vocabulary.names[group[0]!]!, ids: Uint32Array.from(group) }))
    .sort((left, right) => right.ids.length - left.ids.length || (left.name < right.name ? -1 : 1));
}
