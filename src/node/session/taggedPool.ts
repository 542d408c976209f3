/** Datasets with their tags, as commands need them: opened, surveyed, tags read from a field or from the journal. */
import type { Dataset } from '../../core/dataset/dataset';
import { parseMapping, type QueryMapping } from '../../core/dataset/mapping';
import { plainColumn, type Column } from '../../core/dataset/packedColumn';
import type { Survey } from '../../core/dataset/survey';
import type { ManifestTagger } from '../../core/export/manifest';
import { joinTables } from '../../core/normalize/joinTables';
import { rowCountOf, type TagTable } from '../../core/normalize/tagTable';
import type { LongWork } from '../../core/ports';
import { openDataset } from '../dataset/openDataset';
import { surveyDataset } from '../dataset/survey';
import { openTagJournal } from '../tagging/tagJournal';
import { concatDatasets } from './concatDatasets';
import { readFieldTags, type UnreadableReply } from './fieldTags';

/** Where tags come from and how rows are read; as the common options of the command line. */
export interface PoolOptions extends LongWork {
  readonly query?: string | undefined;
  readonly tagsField?: string | undefined;
  readonly journal?: string | undefined;
}

export interface PoolMember {
  readonly dataset: Dataset;
  readonly survey: Survey;
  readonly table: TagTable;
}

export interface TaggedPool {
  readonly members: readonly PoolMember[];
  readonly dataset: Dataset;
  readonly mapping: QueryMapping;
  readonly table: TagTable;
  readonly taggers: readonly ManifestTagger[];
  readonly unreadable: readonly UnreadableReply[];
  readonly unreadableCount: number;
  close(): Promise<void>;
}

/** Something the caller can put right: a wrong option, a dataset without tags. */
export class InputTrouble extends Error {
  override readonly name = 'InputTrouble';
}

export function mappingOf(text: string | undefined): QueryMapping {
  const mapping = parseMapping(text ?? 'auto');
  if (mapping.kind === 'problem') throw new InputTrouble(`--query ${text}: ${mapping.message}`);
  return mapping;
}

/** Rejects with `InputTrouble` where a dataset holds no tags, saying how to get them. */
export async function openTaggedPool(paths: readonly string[], options: PoolOptions): Promise<TaggedPool> {
  const mapping = mappingOf(options.query);
  const datasets: Dataset[] = [];
  try {
    for (const path of paths) datasets.push(await openDataset(path, options));
    const loaded = [];
    for (const dataset of datasets) loaded.push(await loadMember(dataset, mapping, options));
    const dataset = await concatDatasets(datasets);
    return {
      members: loaded.map(({ member }) => member),
      dataset,
      mapping,
      table: joinTables(loaded.map(({ member }) => member.table)),
      taggers: loaded.flatMap(({ taggers }) => taggers),
      unreadable: loaded.flatMap(({ unreadable }) => unreadable),
      unreadableCount: loaded.reduce((total, { unreadableCount }) => total + unreadableCount, 0),
      close: () => dataset.close(),
    };
  } catch (error) {
    await Promise.all(datasets.map((dataset) => dataset.close()));
    throw error;
  }
}

interface LoadedMember {
  readonly member: PoolMember;
  readonly taggers: readonly ManifestTagger[];
  readonly unreadable: readonly UnreadableReply[];
  readonly unreadableCount: number;
}

async function loadMember(dataset: Dataset, mapping: QueryMapping, options: PoolOptions): Promise<LoadedMember> {
  const survey = await surveyDataset(dataset, mapping, options);
  const loaded =
    options.tagsField === undefined
      ? await tagsFromJournal(dataset, survey, options)
      : await tagsFromField(dataset, survey, options.tagsField, options);
  if (loaded.member.table.tagIds.length > 0) return loaded;
  const where = options.tagsField === undefined ? 'no tag journal' : `no tags in the field "${options.tagsField}"`;
  throw new InputTrouble(
    `${dataset.path} has ${where}. Tag it first (sft-lens tag FILE), or name the field that holds tags (--tags-field PATH).`,
  );
}

async function tagsFromField(dataset: Dataset, survey: Survey, path: string, work: LongWork): Promise<LoadedMember> {
  const { table, unreadable, unreadableCount } = await readFieldTags(dataset, path, work);
  return {
    member: { dataset, survey, table },
    taggers: [{ tagger: 'field', model: path, promptHash: '' }],
    unreadable,
    unreadableCount,
  };
}

async function tagsFromJournal(dataset: Dataset, survey: Survey, options: PoolOptions): Promise<LoadedMember> {
  const journal = await openTagJournal({
    datasetPath: dataset.path,
    ...(options.journal === undefined ? {} : { journalPath: options.journal }),
  });
  try {
    const { store } = journal;
    return {
      member: { dataset, survey, table: store.buildTable(survey.columns) },
      taggers: store.layer === null ? [] : [store.layer],
      unreadable: [],
      unreadableCount: store.layers.reduce((total, layer) => total + layer.failedCount, 0),
    };
  } finally {
    await journal.close();
  }
}

/** The columns of all members as one; per-query columns are left out. */
export function joinedColumns(
  members: readonly PoolMember[],
): Readonly<Record<'queryLength' | 'length' | 'answerLength' | 'language', Uint32Array>> {
  return {
    queryLength: joined(members.map(({ survey }) => survey.columns.queryLength)),
    length: joined(members.map(({ survey }) => survey.columns.length)),
    answerLength: joined(members.map(({ survey }) => survey.columns.answerLength)),
    language: joined(members.map(({ survey }) => survey.columns.language)),
  };
}

function joined(parts: readonly Column[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(plainColumn(part), at);
    at += part.length;
  }
  return whole;
}

/** Queries whose tags were read. */
export function taggedQueryCount(table: TagTable): number {
  let count = 0;
  for (let row = 0; row < rowCountOf(table); row++) {
    if (table.isTagged?.[row] === 0) continue;
    count += table.queryOffsets[row + 1]! - table.queryOffsets[row]!;
  }
  return count;
}
