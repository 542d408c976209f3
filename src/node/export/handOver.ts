/** The files for trainers beside an export: planned before a row is written, told what the rows hold afterwards. */
import { realpath } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { datasetInfo, handOverCautions } from '../../core/export/datasetInfo';
import { datasetNameOf, freeDatasetName } from '../../core/export/datasetName';
import type { ExportCaution } from '../../core/export/exportCaution';
import type { RowFormat } from '../../core/export/rowFormats';
import { hasAxolotlFile, trainingFileNames, trainingFiles } from '../../core/export/trainingHandOver';
import { joinColumns, stagesIn, type WrittenColumns } from '../../core/export/writtenColumns';
import { infoName, isFreeFor, readInfo, type InfoEntries, type InfoReading } from './datasetInfoFile';

export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** Where the rows go: what is trained on, and what the trainer evaluates on. */
export interface PartTargets {
  /** As the user named it. */
  readonly wanted: string;
  readonly train: string;
  readonly validation?: string;
}

export interface HandOverPlan {
  readonly kind: 'plan';
  /** Of the dataset. */
  readonly name: string;
  /** The entries of `dataset_info.json` that are there already. */
  readonly entries: InfoEntries;
  /** Of every file that may be written. */
  readonly paths: readonly string[];
}

type ConvertedFormat = Exclude<RowFormat, 'source'>;

/** The name is numbered where `dataset_info.json` has it for another file. */
export async function planHandOver(
  { wanted, train, validation }: PartTargets,
  format: ConvertedFormat,
): Promise<HandOverPlan | Extract<InfoReading, { readonly kind: 'damaged' }>> {
  const folder = dirname(wanted);
  const reading = await readInfo(join(folder, infoName));
  if (reading.kind === 'damaged') return reading;
  const { entries } = reading;
  const isFree = (name: string) =>
    isFreeFor(entries, name, basename(train)) &&
    (validation === undefined || isFreeFor(entries, validationName(name), basename(validation)));
  const name = freeDatasetName(ownName(wanted), isFree);
  const paths = [infoName, ...trainingFileNames(name, format)].map((file) => join(folder, file));
  return { kind: 'plan', name, entries, paths };
}

function ownName(wanted: string): string {
  return datasetNameOf(basename(wanted, extname(wanted)));
}

function validationName(name: string): string {
  return `${name}_validation`;
}

/** A part as it was written. */
export interface WrittenPart {
  readonly path: string;
  readonly columns: WrittenColumns;
}

/** The texts; all rows are for one way of training. */
export async function handOverFiles(
  { name, entries }: HandOverPlan,
  wanted: string,
  format: ConvertedFormat,
  train: WrittenPart,
  validation: WrittenPart | undefined,
): Promise<{ readonly files: readonly PlannedFile[]; readonly cautions: readonly ExportCaution[] }> {
  const columns = joinColumns(validation === undefined ? [train.columns] : [train.columns, validation.columns]);
  const stage = stagesIn(columns)[0] ?? 'sft';
  const entryOf = (part: WrittenPart) => datasetInfo(basename(part.path), format, part.columns, stage);
  const held =
    validation === undefined ? undefined : { name: validationName(name), fileName: basename(validation.path) };
  const added = {
    [name]: entryOf(train),
    ...(held === undefined || validation === undefined ? {} : { [held.name]: entryOf(validation) }),
  };
  const fileName = basename(train.path);
  const files = trainingFiles({
    name,
    fileName,
    format,
    columns,
    stage,
    ...(held === undefined ? {} : { validation: held }),
  });
  const folder = dirname(wanted);
  const infoPath = join(folder, infoName);
  return {
    files: [
      {
        path: await realpath(infoPath).catch(() => infoPath),
        text: `${JSON.stringify({ ...entries, ...added }, null, 2)}\n`,
      },
      ...files.map((file) => ({ path: join(folder, file.name), text: file.text })),
    ],
    cautions: [
      ...handOverCautions(format, columns),
      ...(hasAxolotlFile(format, stage) ? [] : [{ kind: 'noAxolotl', stage, format } as const]),
      ...(name === ownName(wanted) ? [] : [{ kind: 'renamed', wanted: ownName(wanted), name } as const]),
    ],
  };
}
