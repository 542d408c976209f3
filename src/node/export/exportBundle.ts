/** A selection with what belongs beside it: a split into train and validation, files for trainers, a dataset card. */
import { basename, dirname, extname, join } from 'node:path';
import { datasetCard } from '../../core/export/datasetCard';
import type { ExportCaution } from '../../core/export/exportCaution';
import type { ExportTrouble } from '../../core/export/exportTrouble';
import type { ManifestSource } from '../../core/export/manifest';
import { splitByTags } from '../../core/export/split';
import { joinColumns, stagesIn, type WrittenColumns } from '../../core/export/writtenColumns';
import type { RowTags } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import { writeText } from '../files/writeText';
import { handOverFiles, planHandOver, type HandOverPlan, type PartTargets, type PlannedFile } from './handOver';
import { manifestPathOf, targetTrouble } from './targetProblems';
import { sortOut } from './writeRows';
import {
  draftSelection,
  troubleWriting,
  withSources,
  type SelectionDraft,
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
  /** The selection, or train and, where it has rows, validation. */
  readonly parts: readonly WriteResult[];
  /** Paths of everything else. */
  readonly others: readonly string[];
  /** What to know before training. */
  readonly cautions: readonly ExportCaution[];
}

/** Rows for several ways of training, which no trainer takes together. */
export interface MixedRefusal {
  readonly kind: 'mixed';
  readonly message: string;
  readonly stages: WrittenColumns['stages'];
}

/** What decides where files go. */
export type BundleShape = Pick<BundleRequest, 'target' | 'format' | 'withHandOver' | 'withCard'> & {
  readonly isSplit: boolean;
};

/** Every target is checked before the first row is read, and nothing is put in place before every row is written. */
export async function exportBundle(
  request: BundleRequest,
  work: LongWork = {},
): Promise<BundleResult | WriteRefusal | MixedRefusal> {
  const shape = { ...request, isSplit: request.split !== undefined };
  const problem = await problemWithBundle(request, shape);
  if (problem !== null) return problem;
  const drafts = await withSources(request, work, async (sources) =>
    draftParts(await partsOf(request, work), sources, work),
  );
  if ('kind' in drafts) return drafts;
  const refused = problemWithRows(request, drafts);
  if (refused !== null) {
    await discardAll(drafts);
    return refused;
  }
  return finish(request, targetsOf(shape), drafts);
}

/** Every path that an export may write to, or why it cannot. */
export async function plannedPaths(
  shape: BundleShape,
): Promise<{ readonly kind: 'paths'; readonly paths: readonly string[] } | WriteRefusal> {
  const targets = targetsOf(shape);
  const parts = [targets.train, ...(targets.validation === undefined ? [] : [targets.validation])];
  const plan = await planOf(shape);
  if (plan.kind === 'refused') return plan;
  const card = shape.withCard === true ? [cardPath(shape.target)] : [];
  return { kind: 'paths', paths: [...parts.flatMap((part) => [part, manifestPathOf(part)]), ...plan.paths, ...card] };
}

async function problemWithBundle(request: BundleRequest, shape: BundleShape): Promise<WriteRefusal | null> {
  const planned = await plannedPaths(shape);
  if (planned.kind === 'refused') return planned;
  const sources = request.sourcePaths ?? [request.dataset.path];
  for (const path of planned.paths) {
    const trouble = await targetTrouble(sources, path, request.inputPaths);
    if (trouble !== null) return refusal(trouble);
  }
  return null;
}

/** `rows.jsonl` becomes `rows.train.jsonl` and `rows.validation.jsonl`. */
function targetsOf({ target, isSplit }: BundleShape): PartTargets {
  if (!isSplit) return { wanted: target, train: target };
  const named = (part: string) => `${withoutExtension(target)}.${part}${extname(target)}`;
  return { wanted: target, train: named('train'), validation: named('validation') };
}

async function partsOf(request: BundleRequest, work: LongWork): Promise<WriteRequest[]> {
  const { split, target, facts, onlyStage } = request;
  if (split === undefined) return [request];
  const sorted = onlyStage === undefined ? { rows: request.rows, refused: [] } : await sortOut(request, work);
  const { train, validation } = splitByTags(split.tags, split.tagCount, sorted.rows, split.share, split.seed);
  const targets = targetsOf({ target, isSplit: true });
  const partOf = (part: string, rows: Uint32Array, path: string): WriteRequest => ({
    ...request,
    rows,
    target: path,
    facts: {
      ...facts,
      parameters: { ...facts.parameters, split: { part, validationShare: split.share, seed: split.seed } },
    },
  });
  return [
    { ...partOf('train', train, targets.train), leftOut: sorted.refused },
    ...(validation.length === 0 ? [] : [partOf('validation', validation, targets.validation!)]),
  ];
}

/** One after the other, over one reading of the sources; all of them, or none. */
async function draftParts(
  parts: readonly WriteRequest[],
  sources: Promise<readonly ManifestSource[]>,
  work: LongWork,
): Promise<SelectionDraft[] | WriteRefusal> {
  const drafts: SelectionDraft[] = [];
  try {
    for (const part of parts) {
      const draft = await draftSelection(part, sources, work);
      if (draft.kind === 'refused') {
        await discardAll(drafts);
        return draft;
      }
      drafts.push(draft);
    }
    return drafts;
  } catch (error) {
    await discardAll(drafts);
    throw error;
  }
}

async function discardAll(drafts: readonly SelectionDraft[]): Promise<void> {
  await Promise.all(drafts.map((draft) => draft.discard()));
}

/** Why these rows are no export: none fits the format, or trainers would have to learn in several ways at once. */
function problemWithRows(
  { format = 'source', withHandOver = false }: BundleRequest,
  drafts: readonly SelectionDraft[],
): WriteRefusal | MixedRefusal | null {
  const [train] = drafts;
  const [first] = train!.written.refused;
  if (train!.written.rows.length === 0 && first !== undefined)
    return refusal({ kind: 'noneFits', count: train!.written.refused.length, format, ...first });
  const columns = joinColumns(drafts.map(({ written }) => written.columns));
  if (!withHandOver || stagesIn(columns).length < 2) return null;
  const { stages } = columns;
  return { kind: 'mixed', message: `${mixText(stages)} A trainer takes rows of one kind.`, stages };
}

function mixText({ sft, dpo, kto }: WrittenColumns['stages']): string {
  const kinds = [
    sft > 0 ? `${sft} plain rows` : '',
    dpo > 0 ? `${dpo} preference pairs` : '',
    kto > 0 ? `${kto} rows with KTO labels` : '',
  ].filter((kind) => kind !== '');
  return `The selection holds ${kinds.slice(0, -1).join(', ')} and ${kinds.at(-1)}.`;
}

/** Puts the parts in place, then writes what belongs beside them. A validation part without rows is left out. */
async function finish(
  request: BundleRequest,
  targets: PartTargets,
  drafts: readonly SelectionDraft[],
): Promise<BundleResult | WriteRefusal> {
  const kept = drafts.filter(({ written }, at) => at === 0 || written.rows.length > 0);
  await discardAll(drafts.filter((draft) => !kept.includes(draft)));
  const parts: WriteResult[] = [];
  for (const draft of kept) {
    const part = await draft.commit();
    if (part.kind === 'refused') return part;
    parts.push(part);
  }
  const beside = await filesBeside(request, targets, kept, parts);
  if (beside.kind === 'refused') return afterRows(beside.trouble);
  for (const { path, text } of beside.files) {
    const trouble = await writeText(path, text).then(
      () => null,
      (error: unknown) => expectedTrouble(error, path),
    );
    if (trouble !== null) return afterRows(trouble);
  }
  const rows = request.rows.length;
  const lacksValidation = request.split !== undefined && parts.length < 2;
  const noValidation = lacksValidation ? [{ kind: 'noValidation', rows, share: request.split.share } as const] : [];
  return {
    kind: 'written',
    parts,
    others: beside.files.map(({ path }) => path),
    cautions: [...noValidation, ...beside.cautions],
  };
}

function afterRows(cause: ExportTrouble): WriteRefusal {
  return refusal({ kind: 'onlyRows', cause });
}

function expectedTrouble(error: unknown, path: string): ExportTrouble {
  const trouble = troubleWriting(error, path);
  if (trouble === null) throw error;
  return trouble;
}

/** `dataset_info.json` is read again here, because another export may have added an entry meanwhile. */
async function filesBeside(
  request: BundleRequest,
  targets: PartTargets,
  drafts: readonly SelectionDraft[],
  parts: readonly WriteResult[],
): Promise<
  | { readonly kind: 'files'; readonly files: readonly PlannedFile[]; readonly cautions: readonly ExportCaution[] }
  | WriteRefusal
> {
  const { format = 'source', target, withCard = false } = request;
  const card = withCard ? [cardOf(target, parts)] : [];
  const plan = await planOf({ ...request, isSplit: request.split !== undefined });
  if (plan.kind === 'refused') return plan;
  if (format === 'source' || plan.paths.length === 0) return { kind: 'files', files: card, cautions: [] };
  const [train, validation] = drafts.map((draft) => ({ path: draft.target, columns: draft.written.columns }));
  const { files, cautions } = await handOverFiles(plan, targets.wanted, format, train!, validation);
  return { kind: 'files', files: [...files, ...card], cautions };
}

const noHandOver: HandOverPlan = { kind: 'plan', name: '', entries: {}, paths: [] };

async function planOf(shape: BundleShape): Promise<HandOverPlan | WriteRefusal> {
  const { format = 'source', withHandOver = false } = shape;
  if (!withHandOver) return noHandOver;
  if (format === 'source') return refusal({ kind: 'sourceHandOver' });
  const plan = await planHandOver(targetsOf(shape), format);
  return plan.kind === 'damaged' ? refusal(plan.trouble) : plan;
}

function refusal(trouble: ExportTrouble): WriteRefusal {
  return { kind: 'refused', trouble };
}

function cardPath(target: string): string {
  return `${withoutExtension(target)}.README.md`;
}

function cardOf(target: string, [train, validation]: readonly WriteResult[]): PlannedFile {
  const name = basename(target, extname(target));
  return { path: cardPath(target), text: datasetCard(train!.manifest, name, validation?.manifest) };
}

function withoutExtension(path: string): string {
  return join(dirname(path), basename(path, extname(path)));
}
