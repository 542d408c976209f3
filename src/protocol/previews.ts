/** The preview thread: it holds one table, keeps steps prepared, and answers sliders. */
import type { Decision } from '../core/normalize/decisions';
import type { StepPreview } from '../core/normalize/preparedSteps';
import type { StepPreviewRequest } from '../core/normalize/stepPreview';
import type { TagTable } from '../core/normalize/tagTable';
import type { AbortSignalLike } from '../core/ports';

/** What a preview thread is started with. */
export interface PreviewThreadData {
  readonly table: TagTable;
  readonly decisions: readonly Decision[];
}

/** Asked by the host. */
export interface PreviewThread {
  preview(params: StepPreviewRequest, signal?: AbortSignalLike): Promise<StepPreview>;
}

/** Asked by the thread. */
export interface PreviewThreadHost {
  embed(params: { readonly names: readonly string[] }): Promise<Float32Array>;
}
