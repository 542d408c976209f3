/** A selection with what belongs beside it: a split into train and validation, files for trainers, a dataset card. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { datasetCard } from '../../core/export/datasetCard';
import { datasetInfo, handOverCautions } from '../../core/export/datasetInfo';
import { splitByTags } from '../../core/export/split';
import { trainingFileNames, trainingFiles } from '../../core/export/trainingHandOver';
import { joinColumns } from '../../core/export/writtenColumns';
import type { RowTags } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import { writeText } from '../files/writeText';
import {
  problemWithTarget,
  writeSelection,
  type WriteRefusal,
  type WriteRequest,
  type WriteResult,
} from './writeSelection';

export interface BundleRequest extends WriteRequest {
  /** Share of the rows that go to validation, stratified by tags. */
  readonly split?: { readonly share: number; readonly seed: number; readonly tags: RowTags; readonly tagCount: number };
  /** Files for FastChat, LLaMA-Factory and axolotl; not for source rows. */
  readonly withHandOver?: boolean;
  /** README of the Hugging Face hub. */
  readonly withCard?: boolean;
}

export interface BundleResult {
  readonly kind: 'written';
  /** The selection, or train and validation. */
  readonly parts: readonly WriteResult[];
  /** Paths of everything else. */
  readonly others: readonly string[];
  /** What to know before training, one sentence each. */
  readonly cautions: readonly string[];
}

/** Every target is checked before the first is written. */
export async function exportBundle(request: BundleRequest, work: LongWork = {}): Promise<BundleResult | WriteRefusal> {
  const parts = partsOf(request);
  const sources = request.sourcePaths ?? [request.dataset.path];
  const plan = await planHandOver(request);
  if (plan.kind === 'refused') return plan;
  for (const target of [...parts.map((part) => part.target), ...plan.paths]) {
    const problem = await problemWithTarget(sources, target);
    if (problem !== null) return { kind: 'refused', message: problem };
  }
  const written: WriteResult[] = [];
  for (const part of parts) {
    const result = await writeSelection(part, work);
    if (result.kind === 'refused') return result;
    written.push(result);
  }
  const { files, cautions } = plan.filesFor(written);
  const others = [...files, ...(request.withCard === true ? [cardOf(request.target, written)] : [])];
  for (const { path, text } of others) await writeText(path, text);
  return { kind: 'written', parts: written, others: others.map(({ path }) => path), cautions };
}

/** `rows.jsonl` becomes `rows.train.jsonl` and `rows.validation.jsonl`. */
function partsOf(request: BundleRequest): WriteRequest[] {
  const { split, target, facts } = request;
  if (split === undefined) return [request];
  const { train, validation } = splitByTags(split.tags, split.tagCount, request.rows, split.share, split.seed);
  const named = { train, validation };
  return (['train', 'validation'] as const).map((part) => ({
    ...request,
    rows: named[part],
    target: `${withoutExtension(target)}.${part}${extname(target)}`,
    facts: {
      ...facts,
      parameters: { ...facts.parameters, split: { part, validationShare: split.share, seed: split.seed } },
    },
  }));
}

interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/** Where the trainers' files go, known beforehand; what they say depends on the rows that were written. */
interface HandOverPlan {
  readonly kind: 'plan';
  readonly paths: readonly string[];
  filesFor(written: readonly WriteResult[]): {
    readonly files: readonly PlannedFile[];
    readonly cautions: readonly string[];
  };
}

const infoName = 'dataset_info.json';
const noHandOver: HandOverPlan = { kind: 'plan', paths: [], filesFor: () => ({ files: [], cautions: [] }) };

async function planHandOver(request: BundleRequest): Promise<HandOverPlan | WriteRefusal> {
  const { format = 'source', withHandOver = false, target } = request;
  if (!withHandOver) return noHandOver;
  if (format === 'source')
    return { kind: 'refused', message: 'Trainers read Alpaca, ShareGPT or messages; choose one of these formats.' };
  const folder = dirname(target);
  const infoPath = join(folder, infoName);
  const known = await knownInfo(infoPath);
  if (known === null) return { kind: 'refused', message: `${infoPath} exists and is not a JSON object.` };
  const name = withoutExtension(basename(target)).replaceAll(/[^\w-]+/g, '_');
  const names = trainingFileNames(name, format).map((file) => join(folder, file));
  return {
    kind: 'plan',
    paths: [infoPath, ...names],
    filesFor: (written) => handOverFiles({ folder, name, format, known }, written),
  };
}

interface HandOverPlace {
  readonly folder: string;
  readonly name: string;
  readonly format: Exclude<NonNullable<BundleRequest['format']>, 'source'>;
  /** The entries of `dataset_info.json` that are there already. */
  readonly known: object;
}

/** The first part is trained on; a second one is what the trainer evaluates on. */
function handOverFiles({ folder, name, format, known }: HandOverPlace, written: readonly WriteResult[]) {
  const columns = joinColumns(written.map((part) => part.columns));
  const entryOf = (part: WriteResult) => datasetInfo(basename(part.path), format, part.columns);
  const [train, held] = written;
  const validation = held === undefined ? undefined : { name: `${name}_validation`, fileName: basename(held.path) };
  const entries = {
    [name]: entryOf(train!),
    ...(validation === undefined ? {} : { [validation.name]: entryOf(held!) }),
  };
  const files = trainingFiles({
    name,
    fileName: basename(train!.path),
    format,
    columns,
    ...(validation === undefined ? {} : { validation }),
  });
  return {
    files: [
      { path: join(folder, infoName), text: `${JSON.stringify({ ...known, ...entries }, null, 2)}\n` },
      ...files.map((file) => ({ path: join(folder, file.name), text: file.text })),
    ],
    cautions: handOverCautions(format, columns),
  };
}

/** LLaMA-Factory keeps all its datasets in one file: entries that are there already stay. Null where it cannot be read. */
async function knownInfo(path: string): Promise<object | null> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    const known: unknown = JSON.parse(text);
    return typeof known === 'object' && known !== null && !Array.isArray(known) ? known : null;
  } catch {
    return null;
  }
}

function cardOf(target: string, [first]: readonly WriteResult[]): PlannedFile {
  const name = withoutExtension(basename(target));
  return { path: `${withoutExtension(target)}.README.md`, text: datasetCard(first!.manifest, name) };
}

function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}
