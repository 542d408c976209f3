/** A journal that cannot be used, in the place of one: the dataset opens all the same, without tags, and says why. */
import { TagStore } from '../../core/tagging/tagStore';
import { openTagJournal, type OpenJournalOptions, type TagJournal } from './tagJournal';
import { journalTrouble } from './journalTrouble';
import { locateJournal } from './journalLocation';

/** Opens the journal; where that is impossible, an empty one whose `problem` says why and what to do. */
export async function openTagJournalIfUsable(options: OpenJournalOptions): Promise<TagJournal> {
  try {
    return await openTagJournal(options);
  } catch (error) {
    const path = await locateJournal(options).then(
      (location) => location.path,
      () => options.journalPath ?? `${options.datasetPath}.tags.jsonl`,
    );
    const { message } = journalTrouble(error, path);
    options.log?.warn(message);
    return unusableJournal(path, message);
  }
}

/** Holds no tags and takes none. */
export function unusableJournal(path: string, problem: string): TagJournal {
  const refuse = () => Promise.reject(new Error(problem));
  return {
    path,
    problem,
    isInStorage: false,
    store: new TagStore(),
    warnings: [problem],
    runs: [],
    chooseLayer: () => undefined,
    append: refuse,
    readRecord: () => Promise.resolve(null),
    undoRun: refuse,
    compact: refuse,
    refresh: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
