/** One pass over a dataset in a thread of its own. */
import type { Dataset } from '../../core/dataset/dataset';
import type { QueryMapping } from '../../core/dataset/mapping';
import type { Survey } from '../../core/dataset/survey';
import type { LongWork } from '../../core/ports';

/** Waits for the index, then reads every row once; bounded memory. Rejects when cancelled. */
export declare function surveyDataset(dataset: Dataset, mapping: QueryMapping, work?: LongWork): Promise<Survey>;
