/** One pass over a dataset in a thread of its own. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import { openSurvey, type Survey } from '../../core/dataset/survey';
import type { LongWork } from '../../core/ports';
import { newSpillPath, removeSpill } from '../files/spill';
import { asFileDataset } from './fileDataset';
import { openHashes } from './hashStore';
import type { SurveyInput, SurveyMessage } from './surveyRows';
import { runThread } from './threadStream';
import { workSignal } from './workSignal';

/** Waits for the index, then reads every row once; bounded memory. Rejects when cancelled. */
export async function surveyDataset(dataset: Dataset, mapping: QueryMapping, work: LongWork = {}): Promise<Survey> {
  const file = asFileDataset(dataset);
  const { signal, check } = workSignal(work);
  await file.whenIndexed();
  // Without a folder for it, everything stays in memory.
  const hashPath = await newSpillPath(file.spillFolder).catch(() => '');
  const input: SurveyInput = { content: file.shareContent(), container: file.container, mapping, hashPath };
  let survey: Survey | undefined;
  try {
    await runThread<SurveyInput, SurveyMessage>('surveyJob', input, {
      signal,
      onMessage: (message) => {
        check();
        if (message.kind === 'survey') survey = openSurvey(message.survey, openHashes(message.hashes));
        else work.onProgress?.(message.rows, file.rowCount);
      },
    });
  } finally {
    if (hashPath !== '') await removeSpill(hashPath);
  }
  if (survey === undefined) throw new Error('The survey ended without a result.');
  await file.checkUnchanged();
  return survey;
}
