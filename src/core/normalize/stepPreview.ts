/**
 * What one step would leave at moved parameters, for sliders: what comes before the step runs once, the step itself is
 * prepared for every value of its parameters, and an answer reads it. The count is the step's own; later steps follow
 * when the parameters are applied.
 */
import { decisionIndexOf } from './decisionIndex';
import type { Decision } from './decisions';
import { leaveOutBlankTags } from './frequencyStep';
import { Grouping } from './grouping';
import { stepOrder, stepsOf, type EmbedNames, type NamedStep } from './normalize';
import {
  parameterProblems,
  resolveParameters,
  type NormalizationParameters,
  type ResolvedParameters,
} from './parameters';
import { KnownPairs, prepareAssociationStep, prepareSemantic } from './preparedMerges';
import { prepareFrequency, prepareRules, type PreparedStep, type StepPreview } from './preparedSteps';
import { taggedQueryCount } from './tagGroups';
import type { TagTable } from './tagTable';

/** A step that sliders move. */
export type PreviewedStep = NamedStep['name'];

export interface StepPreviewRequest {
  readonly moved: PreviewedStep;
  readonly parameters: NormalizationParameters;
  /** Those in force: changes are told against them. */
  readonly applied: NormalizationParameters;
}

interface Prepared {
  readonly key: string;
  readonly answer: Promise<PreparedStep>;
}

/** The previews of one table under one list of decisions. Each step stays prepared until what comes before it changes. */
export class StepPreviews {
  private readonly prepared = new Map<PreviewedStep, Prepared>();
  private readonly knownPairs = new KnownPairs();
  private readonly queryCount: number;

  constructor(
    private readonly table: TagTable,
    private readonly decisions: readonly Decision[],
    private readonly embed: EmbedNames,
  ) {
    this.queryCount = taggedQueryCount(table);
  }

  /** Rejects with a `RangeError` naming every parameter that cannot be used. */
  async preview({ moved, parameters, applied }: StepPreviewRequest): Promise<StepPreview> {
    const problems = parameterProblems(parameters);
    if (problems.length > 0) throw new RangeError(problems.join(' '));
    const resolved = resolveParameters(parameters, this.queryCount);
    const key = preparationKey(resolved, moved);
    let known = this.prepared.get(moved);
    // Turning the step off must work where no vectors can be had.
    if (moved === 'semantic' && resolved.semantic === 'off' && known?.key !== key)
      return withoutStep(await this.groupsBefore(resolved, moved));
    if (known?.key !== key) known = this.keep(moved, { key, answer: this.prepare(resolved, moved) });
    return (await known.answer)(resolved, resolveParameters(applied, this.queryCount));
  }

  /** What could not be prepared is tried again by the next question. */
  private keep(moved: PreviewedStep, prepared: Prepared): Prepared {
    this.prepared.set(moved, prepared);
    prepared.answer.catch(() => {
      if (this.prepared.get(moved) === prepared) this.prepared.delete(moved);
    });
    return prepared;
  }

  private async prepare(parameters: ResolvedParameters, moved: PreviewedStep): Promise<PreparedStep> {
    const grouping = await this.groupsBefore(parameters, moved);
    switch (moved) {
      case 'frequency':
        return prepareFrequency(grouping);
      case 'rules':
        return prepareRules(grouping);
      case 'semantic':
        return prepareSemantic(grouping, this.embed, this.knownPairs);
      case 'association':
        return prepareAssociationStep(grouping);
    }
  }

  private async groupsBefore(parameters: ResolvedParameters, moved: PreviewedStep): Promise<Grouping> {
    const grouping = new Grouping(this.table, decisionIndexOf(this.table.names, this.decisions));
    leaveOutBlankTags(grouping);
    const before = earlierSteps(parameters, moved);
    for (const step of stepsOf(parameters, this.embed)) if (before.includes(step.name)) await step.run(grouping);
    return grouping;
  }
}

function withoutStep({ funnel }: Grouping): StepPreview {
  const { tags, rowsWithoutTags } = funnel.at(-1)!;
  return { tags, rowsWithoutTags, changes: [] };
}

/** Steps before `moved`, in order. */
function earlierSteps(parameters: NormalizationParameters, moved: PreviewedStep): PreviewedStep[] {
  const order = stepOrder(parameters);
  return order.slice(0, order.indexOf(moved));
}

/** Equal where the same comes before the step, so that it is prepared alike. */
export function preparationKey(parameters: NormalizationParameters, moved: PreviewedStep): string {
  return JSON.stringify(earlierSteps(parameters, moved).map((step) => [step, parameters[step]]));
}
