/** Readings over a whole dataset: in a thread of its own where it is one file, so that whoever waits stays free. */
import type { ContainerFacts, Dataset } from '../../core/dataset/dataset';
import { parseRow } from '../../core/dataset/rowJson';
import type { LongWork } from '../../core/ports';
import { rowDecoder } from '../dataset/decodeRow';
import { eachRow, type ContentInput } from '../dataset/eachRow';
import { FileDataset } from '../dataset/fileDataset';
import { runThread } from '../dataset/threadStream';
import { workSignal } from '../dataset/workSignal';
import { readings, type Reading, type Readings } from './rowReadings';
import { forEachRow } from './rowStream';

/** A reading by its name, with what it asks. */
type NamedRequest = {
  [Name in keyof Readings]: { readonly name: Name; readonly request: Readings[Name]['request'] };
}[keyof Readings];

export interface ReadInput {
  readonly content: ContentInput;
  readonly container: ContainerFacts;
  readonly wanted: NamedRequest;
}

export type ReadMessage =
  | { readonly kind: 'progress'; readonly rows: number }
  | { readonly kind: 'result'; readonly result: Readings[keyof Readings]['result'] };

/** Waits for the index. Rejects when cancelled. */
export async function readRows<Name extends keyof Readings>(
  dataset: Dataset,
  name: Name,
  request: Readings[Name]['request'],
  work: LongWork = {},
): Promise<Readings[Name]['result']> {
  await dataset.whenIndexed();
  const wanted = { name, request } as NamedRequest;
  if (dataset instanceof FileDataset) return readInThread(dataset, wanted, work);
  const reading = startReading(wanted, dataset.rowCount);
  await forEachRow(dataset, (row, parsed) => reading.visit(row, parsed), work);
  return reading.finish();
}

async function readInThread(
  file: FileDataset,
  wanted: NamedRequest,
  work: LongWork,
): Promise<Readings[keyof Readings]['result']> {
  const { signal, check } = workSignal(work);
  const input: ReadInput = { content: file.shareContent(), container: file.container, wanted };
  const results: Readings[keyof Readings]['result'][] = [];
  await runThread<ReadInput, ReadMessage>('readJob', input, {
    signal,
    onMessage: (message) => {
      check();
      if (message.kind === 'result') results.push(message.result);
      else work.onProgress?.(message.rows, file.rowCount);
    },
  });
  await file.checkUnchanged();
  const [result] = results;
  if (result === undefined) throw new Error('The reading ended without a result.');
  work.onProgress?.(file.rowCount, file.rowCount);
  return result;
}

/** The thread's side. */
export async function readRowsHere(
  { content, container, wanted }: ReadInput,
  send: (message: ReadMessage) => void,
): Promise<void> {
  const reading = startReading(wanted, content.index.rowCount);
  const decode = rowDecoder(container);
  await eachRow(
    content,
    ({ row, bytes }) => reading.visit(row, parseRow(decode(bytes), container.encoding)),
    (rows) => send({ kind: 'progress', rows }),
  );
  send({ kind: 'result', result: reading.finish() });
}

function startReading(wanted: NamedRequest, rowCount: number): Reading<Readings[keyof Readings]['result']> {
  switch (wanted.name) {
    case 'tags':
      return readings.tags(wanted.request, rowCount);
    case 'numbers':
      return readings.numbers(wanted.request, rowCount);
    case 'categories':
      return readings.categories(wanted.request, rowCount);
    case 'pathMarks':
      return readings.pathMarks(wanted.request, rowCount);
  }
}
