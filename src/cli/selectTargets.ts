/** Where `sft-lens select` writes to, and what it says of the files it wrote. */
import path from 'node:path';
import { isRowFormat, rowFormatNames, type RowFormat } from '../core/export/rowFormats';
import type { BundleResult } from '../node/export/exportBundle';
import { problemWithTarget, type WriteResult } from '../node/export/writeSelection';
import { InputTrouble } from '../node/session/taggedPool';
import { numberWithin, oneOf, UsageError, type OptionTable, type ParsedArguments } from './arguments';
import { formatCount } from './terminal';

export const targetOptions: OptionTable = {
  out: { type: 'string', value: 'FILE', help: 'Where the rows go; FILE.manifest.json says what they are.' },
  format: { type: 'string', value: rowFormatNames.join('|'), help: 'Copy the source rows (default) or convert them.' },
  why: { type: 'string', value: 'FILE', help: 'Why each row was taken, one JSON line each.' },
  validation: { type: 'string', value: 'SHARE', help: 'Set this share apart, stratified by tags: FILE.validation.' },
  'hand-over': { type: 'boolean', help: 'Files for LLaMA-Factory, axolotl and FastChat, beside FILE; not for source.' },
  card: { type: 'boolean', help: 'A README with the metadata of the Hugging Face hub, beside FILE.' },
};

export interface SelectTargets {
  readonly rows: string;
  readonly why: string | undefined;
  readonly format: RowFormat;
  readonly validationShare: number | undefined;
  readonly withHandOver: boolean;
  readonly withCard: boolean;
}

export function targetsOf(parsed: ParsedArguments): SelectTargets {
  const out = parsed.text('out');
  if (out === undefined) throw new UsageError('Say where the rows go: --out FILE.');
  const format = oneOf(parsed, 'format', rowFormatNames) ?? 'source';
  const why = parsed.text('why');
  const withHandOver = parsed.isOn('hand-over');
  if (withHandOver && format === 'source')
    throw new UsageError('--hand-over needs --format alpaca, sharegpt or messages: trainers read these.');
  return {
    rows: path.resolve(out),
    why: why === undefined ? undefined : path.resolve(why),
    format: isRowFormat(format) ? format : 'source',
    validationShare: numberWithin(parsed, 'validation', 0.001, 0.9),
    withHandOver,
    withCard: parsed.isOn('card'),
  };
}

/** Before any work: a target that cannot be written is said at once, and no file read here is ever written to. */
export async function checkTargets({ rows, why }: SelectTargets, files: readonly string[]): Promise<void> {
  if (why === rows) throw new InputTrouble('--why and --out name the same file; choose another for one of them.');
  for (const target of why === undefined ? [rows] : [rows, why]) {
    const problem = await problemWithTarget(files, target);
    if (problem !== null) throw new InputTrouble(problem);
  }
}

/** What `--json` says of the files; the validation part and files beside them where there are any. */
export function writtenFiles({ parts, others, cautions }: BundleResult): Readonly<Record<string, unknown>> {
  const [first, validation] = parts;
  return {
    ...partOf(first!),
    ...(validation === undefined ? {} : { validation: partOf(validation) }),
    ...(others.length === 0 ? {} : { others }),
    ...(cautions.length === 0 ? {} : { cautions }),
  };
}

function partOf({ path: out, manifestPath, bytes, manifest }: WriteResult) {
  return { out, manifest: manifestPath, bytes, written: manifest.selected, refusedRows: manifest.refused };
}

/** The same in lines for people. */
export function writtenLines({ parts, others, cautions }: BundleResult): string[] {
  return [
    ...parts.map(
      ({ path: out, bytes, manifest, manifestPath }) =>
        `Written to ${out} (${formatCount(manifest.selected)} rows, ${formatCount(bytes)} bytes), manifest ${manifestPath}`,
    ),
    ...parts.flatMap(({ manifest }) => refusedLine(manifest.refused)),
    ...others.map((file) => `Beside it: ${file}`),
    ...cautions,
  ];
}

function refusedLine(refused: WriteResult['manifest']['refused']): string[] {
  const [first] = refused;
  if (first === undefined) return [];
  return [`${formatCount(refused.length)} rows do not fit the format; row ${first.row}: ${first.reason}.`];
}
