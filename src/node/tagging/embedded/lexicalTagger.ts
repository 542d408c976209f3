/** The fallback where no weights can be loaded: cues and form alone, and its label says so. */
import { queryFormOf } from '../../../core/tagging/queryForm';
import type { Tagger } from '../../../core/tagging/tagRecord';
import { cueIndexOf } from '../../../core/vocabulary/cueIndex';
import { intentionTags } from '../../../core/vocabulary/intentionTags';
import { chooseTags, choiceLimits } from './chooseTags';
import { cueTextLength } from './embeddedTagger';
import { formTagsOf } from './formTags';
import { tagScorerOf } from './scoreTags';

const noOtherMeaning = () => 0;
// Scores of words alone lie far apart, so the bar is lower than with nearness.
const limits = { ...choiceLimits, fewest: 1, most: 4, shareOfBest: 0.4 };

/** Tags by words and form alone; a query without any known word gets the tag `Information Request`. */
export function createLexicalTagger(): Tagger {
  const tags = intentionTags();
  const cueIndex = cueIndexOf(tags);
  const scorer = tagScorerOf(tags);
  const tagsOf = (query: string) => {
    const cues = cueIndex.find(query.slice(0, cueTextLength));
    const scores = scorer.score({ nearness: null, cues, form: formTagsOf(queryFormOf(query)) });
    const chosen = chooseTags(scores.bestFirst(), noOtherMeaning, limits);
    if (chosen.length === 0)
      return [{ tag: 'Information Request', explanation: 'No word of the vocabulary was found' }];
    return chosen.map(({ tag }) => ({ tag: tags[tag]!.name, explanation: scores.reasonOf(tag) }));
  };
  return {
    identity: { tagger: 'lexical', model: 'intention vocabulary', promptHash: '' },
    isRemote: false,
    label: 'word matching only (the embedding model could not be loaded)',
    maxConcurrency: 8,
    tag: async (query, signal) => {
      signal?.throwIfAborted();
      return { kind: 'reply', outcome: { kind: 'tagged', tags: tagsOf(query) } };
    },
  };
}
