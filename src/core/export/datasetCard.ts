/** The README that the Hugging Face hub shows for a dataset: metadata in YAML, then what the selection is. */
import type { Manifest } from './manifest';

/** Card for an exported selection. Names from the data are quoted, so that none can break the YAML. */
export function datasetCard(manifest: Manifest, name: string): string {
  const percent = (manifest.coverage * 100).toFixed(1);
  return `---
pretty_name: ${JSON.stringify(name)}
task_categories:
  - text-generation
tags:
  - instruction-tuning
  - instag
size_categories:
  - ${sizeCategory(manifest.selected)}
configs:
  - config_name: default
    data_files: ${JSON.stringify(manifest.output.path)}
---

# ${name.replaceAll('\n', ' ')}

${manifest.selected} rows selected from \`${manifest.source.path}\` (SHA-256 \`${manifest.source.sha256}\`) by \`${manifest.selector}\`,
seed ${manifest.seed}. Tag coverage ${percent} %, ${manifest.averageTags.toFixed(2)} tags per row. The licence is that of the source.
The manifest beside the data lists every row with its byte range.
`;
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
