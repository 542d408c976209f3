/** What a person should know of an export that was written, one sentence each. */
import type { RowFormat } from './rowFormats';
import type { TrainingStage } from './writtenColumns';

export type ExportCaution =
  | { readonly kind: 'toolRows'; readonly count: number; readonly rows: number }
  | { readonly kind: 'imageRows'; readonly count: number; readonly rows: number }
  | { readonly kind: 'noValidation'; readonly rows: number; readonly share: number }
  | { readonly kind: 'noAxolotl'; readonly stage: TrainingStage; readonly format: RowFormat }
  | { readonly kind: 'renamed'; readonly wanted: string; readonly name: string };

/** In English, for the command line and the written files. */
export function cautionText(caution: ExportCaution): string {
  switch (caution.kind) {
    case 'toolRows':
      return `${caution.count} of ${caution.rows} rows hold tool calls; LLaMA-Factory skips them in OpenAI messages. Export as ShareGPT to train on them.`;
    case 'imageRows':
      return `${caution.count} of ${caution.rows} rows hold images in a list of parts; LLaMA-Factory and axolotl expect text there.`;
    case 'noValidation':
      return `${percentText(caution.share)} % of ${caution.rows} rows leaves none for validation, so there is no validation part. Choose a larger share.`;
    case 'noAxolotl':
      return caution.stage === 'kto'
        ? 'axolotl has no loader for KTO labels in this format, so there is no file for it.'
        : 'axolotl has no loader for preference pairs in Alpaca, so there is no file for it. Export as ShareGPT or messages.';
    case 'renamed':
      return `dataset_info.json has an entry ${caution.wanted} for another file already; this dataset is named ${caution.name} there.`;
  }
}

/** A share as percent, without figures that say nothing. */
export function percentText(share: number): string {
  return String(Number((share * 100).toPrecision(4)));
}
