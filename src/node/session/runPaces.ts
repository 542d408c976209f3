/** The paces of earlier runs, by tagger, so that an estimate can tell how long the next one takes. */
import { layerKey } from '../../core/tagging/tagStore';
import type { TaggerIdentity } from '../../core/tagging/tagRecord';
import type { TagRunReport } from '../tagging/tagRun';
import { paceOf, type RunPace } from './preflight';

export class RunPaces {
  private readonly known = new Map<string, RunPace>();

  of(tagger: TaggerIdentity): RunPace | undefined {
    return this.known.get(layerKey(tagger));
  }

  learn(tagger: TaggerIdentity, report: TagRunReport): void {
    const pace = paceOf(report);
    if (pace !== undefined) this.known.set(layerKey(tagger), pace);
  }
}
