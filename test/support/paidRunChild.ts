/** A process of its own that has rows judged or refined and says, key by key, which answers it has acknowledged. */
import { readFileSync, writeSync } from 'node:fs';
import { rowTagsOf, tagTableOf } from '../../src/core/normalize/tagTable';
import { openDataset } from '../../src/node/dataset/openDataset';
import { JournalWriter, type LinePlace } from '../../src/node/judging/journalLines';
import { judgeRows, planJudging } from '../../src/node/judging/judgeSelection';
import { judgingJournalPath } from '../../src/node/judging/judgingJournal';
import { createOpenaiJudge } from '../../src/node/judging/openaiJudge';
import { planRefining } from '../../src/node/refining/planRefining';
import { createOpenaiRefiner, refineRows } from '../../src/node/refining/refineRows';
import { refiningJournalPath } from '../../src/node/refining/refiningJournal';
import { writeRefined } from '../../src/node/refining/writeRefined';
import type { PaidOptions, PaidReport } from './paidRunKills';

/** Says what is in the journal as soon as the run may go on for it. */
function tellAcknowledged(): void {
  const add = Object.getOwnPropertyDescriptor(JournalWriter.prototype, 'add')!.value as (
    line: object,
  ) => Promise<LinePlace>;
  JournalWriter.prototype.add = async function (line: { readonly task?: string; readonly question?: string }) {
    const place = await add.call(this, line);
    writeSync(1, `${line.task ?? line.question}\n`);
    return place;
  };
}

async function judge({ datasetPath, baseUrl, concurrency }: PaidOptions): Promise<PaidReport> {
  const texts = readFileSync(datasetPath, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly instruction: string; readonly output: string });
  const table = tagTableOf(texts.map((_, row) => [`tag ${row}`]));
  const options = {
    data: { tags: rowTagsOf(table), tagNames: table.names },
    request: { method: 'tacos', count: 1, seed: 0, parameters: { tacos: { clustering: 'off' } } } as const,
    mode: 'pairs' as const,
    journalPath: judgingJournalPath(datasetPath),
    readText: (row: number) => Promise.resolve({ query: texts[row]!.instruction, answer: texts[row]!.output }),
    concurrency,
  };
  const asked = createOpenaiJudge({ baseUrl, model: 'm', timeoutMs: 5_000 });
  const plan = await planJudging({ ...options, judge: asked.id });
  if ('problems' in plan) throw new Error(plan.problems.join(' '));
  writeSync(1, 'begin\n');
  const { openCount, stopReason, failures } = await judgeRows(plan, asked, options);
  return { openCount, reason: stopReason ?? failures[0]?.message ?? '' };
}

async function refine({ datasetPath, baseUrl, concurrency }: PaidOptions): Promise<PaidReport> {
  const dataset = await openDataset(datasetPath, {});
  const request = {
    dataset,
    mapping: { kind: 'auto' } as const,
    rows: Array.from({ length: dataset.rowCount }, (_, row) => row),
    model: 'm',
    journalPath: refiningJournalPath(datasetPath),
    concurrency,
  };
  const plan = await planRefining(request);
  writeSync(1, 'begin\n');
  const ask = createOpenaiRefiner({ baseUrl, model: 'm' });
  const { openCount, openReason, complete } = await refineRows(plan, ask, request);
  const target = `${datasetPath}.out`;
  const written = openCount === 0 ? await writeRefined({ ...request, complete, format: 'source', target }) : null;
  await dataset.close();
  // A part whose reply could not be used is written as it was; here it is asked again until it can.
  return { openCount: openCount + (written?.problems.length ?? 0), reason: openReason };
}

async function main(options: PaidOptions): Promise<void> {
  tellAcknowledged();
  const report = options.mode === 'judge' ? await judge(options) : await refine(options);
  writeSync(1, `${JSON.stringify(report)}\n`);
}

void main(JSON.parse(process.argv[2]!) as PaidOptions);
