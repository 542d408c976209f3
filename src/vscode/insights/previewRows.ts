/** The selected rows with the reason why each was taken. */
import { queriesOf } from '../../core/dataset/conversation';
import type { CurrentSelection } from '../../node/session/currentSelection';
import type { DatasetSession } from '../../node/session/datasetSession';
import { pillOf } from '../../node/session/rowPages';
import type { PreviewRow } from '../../protocol/insights';

const queryCharacters = 300;

export async function previewRows(
  session: DatasetSession,
  selection: CurrentSelection,
  start: number,
  count: number,
): Promise<PreviewRow[]> {
  const rows = Array.from(selection.selection.rows.subarray(start, start + count));
  return Promise.all(rows.map((row, index) => previewRow(session, selection, row, start + index)));
}

async function previewRow(
  session: DatasetSession,
  selection: CurrentSelection,
  row: number,
  position: number,
): Promise<PreviewRow> {
  const found = await session.readOne(row);
  const queries = found?.read.kind === 'row' ? queriesOf(found.read.conversation) : [];
  const names = new Set(session.tags.ofQueries(row, queries).flatMap((tags) => tags.names));
  const pills = [...names].map((name) => pillOf(session, name)).filter((pill) => pill.isDropped !== true);
  const distinct = pills.filter((pill, index) => pills.findIndex(({ name }) => name === pill.name) === index);
  const mark = session.marks.get(row);
  return {
    rank: position + 1,
    row,
    why: selection.whyAt(position),
    query: (queries[0] ?? '').slice(0, queryCharacters).replaceAll(/\s+/g, ' '),
    pills: distinct,
    tagCount: distinct.length,
    ...(mark === undefined ? {} : { mark }),
  };
}
