import type { DatasetSession } from '../../node/session/datasetSession';
import { TagList } from '../tagTree/tagList';
import type { TagSuggestion } from './editorServices';

/** Tags whose name holds the text, most frequent first. */
export function suggestTags(session: DatasetSession, text: string, limit: number): TagSuggestion[] {
  return new TagList(session)
    .entries(text, 'count')
    .slice(0, limit)
    .map(({ name, rows }) => ({ tag: name, rows }));
}
