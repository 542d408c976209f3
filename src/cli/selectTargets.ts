/** Where `sft-lens select` writes to, and what it says of the files it wrote. */
import path from 'node:path';
import { cautionText } from '../core/export/exportCaution';
import { exportTroubleText } from '../core/export/exportTrouble';
import { isRowFormat, rowFormatNames, type RowFormat } from '../core/export/rowFormats';
import { trainingStages, type TrainingStage } from '../core/export/writtenColumns';
import { plannedPaths, type BundleResult } from '../node/export/exportBundle';
import { isOneOf, problemWithTarget } from '../node/export/targetProblems';
import type { WriteResult } from '../node/export/writeSelection';
import { InputTrouble } from '../node/session/taggedPool';
import { numberWithin, oneOf, UsageError, type OptionTable, type ParsedArguments } from './arguments';
import { formatCount } from './terminal';

export const targetOptions: OptionTable = {
  out: { type: 'string', value: 'FILE', help: 'Where the rows go; FILE.manifest.json says what they are.' },
  format: { type: 'string', value: rowFormatNames.join('|'), help: 'Copy the source rows (default) or convert them.' },
  why: { type: 'string', value: 'FILE', help: 'Why each row was taken, one JSON line each.' },
  validation: { type: 'string', value: 'SHARE', help: 'Set this share apart, stratified by tags: FILE.validation.' },
  'hand-over': { type: 'boolean', help: 'Files for LLaMA-Factory, axolotl and FastChat, beside FILE; not for source.' },
  stage: {
    type: 'string',
    value: trainingStages.join('|'),
    help: 'Leave out rows that are not for this training: plain rows, preference pairs, KTO labels; not for source.',
  },
  card: { type: 'boolean', help: 'A README with the metadata of the Hugging Face hub, beside FILE.' },
};

export interface SelectTargets {
  readonly rows: string;
  readonly why: string | undefined;
  readonly format: RowFormat;
  readonly validationShare: number | undefined;
  readonly stage: TrainingStage | undefined;
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
  const stage = oneOf(parsed, 'stage', trainingStages);
  if (stage !== undefined && format === 'source')
    throw new UsageError('--stage needs --format alpaca, sharegpt or messages: source rows are copied as they are.');
  return {
    rows: path.resolve(out),
    why: why === undefined ? undefined : path.resolve(why),
    format: isRowFormat(format) ? format : 'source',
    validationShare: numberWithin(parsed, 'validation', 0.001, 0.9),
    stage,
    withHandOver,
    withCard: parsed.isOn('card'),
  };
}

/** Before any work: a target that cannot be written is said at once, and no file read here is ever written to. */
export async function checkTargets(
  targets: SelectTargets,
  files: readonly string[],
  inputs: readonly string[],
): Promise<void> {
  const { rows, why, format, validationShare, withHandOver, withCard } = targets;
  const shape = { target: rows, format, withHandOver, withCard, isSplit: validationShare !== undefined };
  const planned = await plannedPaths(shape);
  if (planned.kind === 'refused') throw new InputTrouble(exportTroubleText(planned.trouble));
  for (const target of [...planned.paths, ...(why === undefined ? [] : [why])]) {
    const problem = await problemWithTarget(files, target, inputs);
    if (problem !== null) throw new InputTrouble(problem);
  }
  if (why !== undefined && (await isOneOf(why, [rows, ...planned.paths])))
    throw new InputTrouble(`--why ${why} is a file of this export itself; choose another for it.`);
}

/** What `--json` says of the files; the validation part and files beside them where there are any. */
export function writtenFiles({ parts, others, cautions }: BundleResult): Readonly<Record<string, unknown>> {
  const [first, validation] = parts;
  return {
    ...partOf(first!),
    ...(validation === undefined ? {} : { validation: partOf(validation) }),
    ...(others.length === 0 ? {} : { others }),
    ...(cautions.length === 0 ? {} : { cautions: cautions.map(cautionText) }),
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
    ...cautions.map(cautionText),
  ];
}

function refusedLine(refused: WriteResult['manifest']['refused']): string[] {
  const [first] = refused;
  if (first === undefined) return [];
  return [`${formatCount(refused.length)} rows do not fit the format; row ${first.row}: ${first.reason}.`];
}
