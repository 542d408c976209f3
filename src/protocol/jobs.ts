/** Jobs that run on a fresh thread: names, inputs, outputs, and what they may ask of the host while they run. */
import type { Decision } from '../core/normalize/decisions';
import type { NormalizationResult } from '../core/normalize/normalize';
import type { NormalizationParameters } from '../core/normalize/parameters';
import type { FixedTag } from '../core/normalize/recipe';
import type { TagTable } from '../core/normalize/tagTable';
import type { Vectors } from '../core/select/selector';
import type { SelectJobs } from './selectJobs';

/** One entry per job; job `x` runs from `dist/workers/xJob.js`. */
export interface Jobs extends SelectJobs {
  /** Asks for vectors of tag names (row-major, unit length) where the semantic step is on. A vocabulary takes the steps' place. */
  readonly normalize: {
    readonly input: {
      readonly table: TagTable;
      readonly parameters: NormalizationParameters;
      readonly decisions?: readonly Decision[];
      readonly vocabulary?: readonly FixedTag[];
    };
    readonly output: NormalizationResult;
    readonly question: readonly string[];
    readonly answer: Float32Array;
  };
  readonly clusterTags: ClusterTagsJob;
}

/** Part of `Jobs`: k-means over vectors of tag names, each weighed by its rows. */
interface ClusterTagsJob {
  readonly input: { readonly vectors: Vectors; readonly weights: Uint32Array; readonly count: number };
  /** Cluster by tag. */
  readonly output: Int32Array;
  readonly question: never;
  readonly answer: never;
}

export type JobName = keyof Jobs;

/** What a job hands over before its result; most have nothing. */
export type JobPart<Name extends JobName> = Jobs[Name] extends { readonly part: infer Part } ? Part : never;

/** From the thread to the host; the first `result` or `error` is the last message that counts. */
export type JobReport =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'part'; readonly value: unknown }
  | { readonly kind: 'question'; readonly id: number; readonly question: unknown }
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

/** From the host to the thread: the reply to question `id`. */
export type JobReply =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly name: string; readonly message: string };
