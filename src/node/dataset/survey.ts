/** One pass over a dataset in a thread of its own. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { Survey } from '../../core/dataset/survey';
import type { LongWork } from '../../core/ports';
import { asFileDataset } from './fileDataset';
import type { SurveyInput, SurveyMessage } from './surveyRows';
import { runThread } from './threadStream';
import { workSignal } from './workSignal';

/** Waits for the index, then reads every row once; bounded memory. Rejects when cancelled. */
export async function surveyDataset(dataset: Dataset, mapping: QueryMapping, work: LongWork = {}): Promise<Survey> {
  const file = asFileDataset(dataset);
  const { signal, check } = workSignal(work);
  await file.whenIndexed();
  const input: SurveyInput = { content: file.shareContent(), container: file.container, mapping };
  let survey: Survey | undefined;
  await runThread<SurveyInput, SurveyMessage>('surveyJob', input, {
    signal,
    onMessage: (message) => {
      check();
      if (message.kind === 'survey') survey = message.survey;
      else work.onProgress?.(message.rows, file.rowCount);
    },
  });
  if (survey === undefined) throw new Error('The survey ended without a result.');
  await file.checkUnchanged();
  return survey;
}
