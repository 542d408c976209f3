/** A selection with what belongs beside it: a split into train and validation, files for trainers, a dataset card. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { datasetCard } from '../../core/export/datasetCard';
import { splitByTags } from '../../core/export/split';
import { datasetInfo, trainingFiles } from '../../core/export/trainingHandOver';
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
}

/** Every target is checked before the first is written. */
export async function exportBundle(request: BundleRequest, work: LongWork = {}): Promise<BundleResult | WriteRefusal> {
  const parts = partsOf(request);
  const sources = request.sourcePaths ?? [request.dataset.path];
  const others = await plannedFiles(request, parts[0]!.target);
  if ('kind' in others) return others;
  for (const target of [...parts.map((part) => part.target), ...others.map(({ path }) => path)]) {
    const problem = await problemWithTarget(sources, target);
    if (problem !== null) return { kind: 'refused', message: problem };
  }
  const written: WriteResult[] = [];
  for (const part of parts) {
    const result = await writeSelection(part, work);
    if (result.kind === 'refused') return result;
    written.push(result);
  }
  const card = request.withCard === true ? [cardOf(request.target, written)] : [];
  for (const { path, text } of [...others, ...card]) await writeText(path, text);
  return { kind: 'written', parts: written, others: [...others, ...card].map(({ path }) => path) };
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

async function plannedFiles(request: BundleRequest, trainTarget: string): Promise<PlannedFile[] | WriteRefusal> {
  const { format = 'source', withHandOver = false, target } = request;
  if (!withHandOver) return [];
  if (format === 'source')
    return { kind: 'refused', message: 'Trainers read Alpaca, ShareGPT or messages; choose one of these formats.' };
  const folder = dirname(target);
  const name = withoutExtension(basename(target)).replaceAll(/[^\w-]+/g, '_');
  const handOver = { name, fileName: basename(trainTarget), format };
  const files = trainingFiles(handOver).filter((file) => file.name !== infoName);
  const info = await mergedInfo(join(folder, infoName), { [name]: datasetInfo(handOver) });
  if (info === null) return { kind: 'refused', message: `${join(folder, infoName)} exists and is not a JSON object.` };
  return [info, ...files.map((file) => ({ path: join(folder, file.name), text: file.text }))];
}

const infoName = 'dataset_info.json';

/** LLaMA-Factory keeps all its datasets in one file: entries that are there already stay. */
async function mergedInfo(path: string, entry: Readonly<Record<string, unknown>>): Promise<PlannedFile | null> {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  try {
    const known: unknown = JSON.parse(text);
    if (typeof known !== 'object' || known === null || Array.isArray(known)) return null;
    return { path, text: `${JSON.stringify({ ...known, ...entry }, null, 2)}\n` };
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
