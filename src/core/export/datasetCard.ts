/** The README that the Hugging Face hub shows for a dataset: metadata in YAML, then what the selection is. */
import type { Manifest } from './manifest';
import { yamlText } from './yamlText';

/** Card for an exported selection, or its train part and its validation part. No name can break the YAML. */
export function datasetCard(manifest: Manifest, name: string, validation?: Manifest): string {
  const percent = (manifest.coverage * 100).toFixed(1);
  const rows = manifest.selected + (validation?.selected ?? 0);
  return `---
pretty_name: ${yamlText(name)}
task_categories:
  - text-generation
tags:
  - instruction-tuning
  - instag
size_categories:
  - ${sizeCategory(rows)}
configs:
  - config_name: default
${dataFiles(manifest, validation)}---

# ${name.replaceAll('\n', ' ')}

${rows} rows${validation === undefined ? '' : ` (${validation.selected} of them for validation)`} selected from \`${manifest.source.path}\` (SHA-256 \`${manifest.source.sha256}\`) by \`${manifest.selector}\`,
seed ${manifest.seed}. Tag coverage ${percent} %, ${manifest.averageTags.toFixed(2)} tags per row. The licence is that of the source.
The manifest beside the data lists every row with its byte range.
`;
}

function dataFiles(train: Manifest, validation: Manifest | undefined): string {
  if (validation === undefined) return `    data_files: ${yamlText(train.output.path)}\n`;
  const split = (part: string, { output }: Manifest) =>
    `      - split: ${part}\n        path: ${yamlText(output.path)}\n`;
  return `    data_files:\n${split('train', train)}${split('validation', validation)}`;
}

function sizeCategory(rows: number): string {
  const steps: readonly [number, string][] = [
    [1_000, 'n<1K'],
    [10_000, '1K<n<10K'],
    [100_000, '10K<n<100K'],
    [1_000_000, '100K<n<1M'],
  ];
  return steps.find(([limit]) => rows < limit)?.[1] ?? '1M<n<10M';
}
