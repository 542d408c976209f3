/** What people read of each selector: its name and where it comes from. */
import type { SelectorName } from './selector';

export interface SelectorInfo {
  readonly label: string;
  /** Paper or origin, in a few words. */
  readonly source: string;
  /** True where it ranks rows by a quality value. */
  readonly needsQuality: boolean;
}

const infos: Readonly<Record<SelectorName, SelectorInfo>> = {
  random: { label: 'Random', source: 'baseline, seeded', needsQuality: false },
  'top-k': { label: 'Most tags', source: 'baseline: top-k by tag count', needsQuality: false },
  'complexity-first': { label: 'Complexity-first', source: 'InsTag, Algorithm 1 (ICLR 2024)', needsQuality: false },
  'max-coverage': { label: 'Max coverage', source: 'greedy set cover', needsQuality: false },
  rarity: { label: 'Rarity-weighted', source: 'InsCL: Σ log(N/df)', needsQuality: false },
  deita: { label: 'DEITA style', source: 'DEITA: complexity × quality, cosine 0.9', needsQuality: true },
  mig: { label: 'MIG', source: 'MIG: information over the tag graph', needsQuality: false },
  tacos: { label: 'TACOS', source: 'TACOS: tag clusters, judged within', needsQuality: false },
  'k-center': { label: 'k-center', source: 'greedy k-center on embeddings', needsQuality: false },
  longest: { label: 'Longest answer', source: 'baseline: Long Is More for Alignment', needsQuality: false },
  target: { label: 'Target coverage and complexity', source: "InsTag's decoupled sweeps", needsQuality: false },
};

export function selectorInfo(name: SelectorName): SelectorInfo {
  return infos[name];
}
