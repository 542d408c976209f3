import type { DatasetSession } from '../../node/session/datasetSession';
import { TagList } from '../tagTree/tagList';
import type { TagSuggestion } from './editorServices';

/** Tags whose name holds the text, most frequent first. */
export function suggestTags(session: DatasetSession, text: string, limit: number): TagSuggestion[] {
  const { current } = session.normalization;
  if (current === null) return [];
  const list = new TagList(current);
  return Array.from(list.find(text, 'count').subarray(0, limit), (id) => {
    const { name, rows } = list.entry(id);
    return { tag: name, rows };
  });
}
