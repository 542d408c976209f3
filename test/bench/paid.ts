/** Judging and refining in processes that are killed -9 while the server refuses, breaks off, stalls and points elsewhere. */
import type { BenchReport } from '../support/benchReport';
import { killPaidRuns, type KillPlan } from '../support/paidRunKills';

const kills = Number(process.env['SFT_LENS_BENCH_KILLS'] ?? 200);
const rowsPerJournal = { judge: 400, refine: 100 } as const;

export async function run(report: BenchReport, part?: string): Promise<void> {
  for (const mode of ['judge', 'refine'] as const)
    if (part === undefined || part === mode) await reportKills(mode, report);
}

async function reportKills(mode: KillPlan['mode'], report: BenchReport): Promise<void> {
  const plan = { mode, kills, rowsPerJournal: rowsPerJournal[mode], killsPerJournal: 8 };
  const totals = await killPaidRuns(plan);
  report(
    `${mode}: kill -9 × ${totals.kills}`,
    `${totals.lost} of ${totals.acknowledged} acknowledged lost`,
    `${totals.kept} answers kept of ${totals.answers} given, ${totals.open} questions open in the end`,
  );
  report('… asked again although the answer was in the journal', totals.askedAgain);
  report(
    '… answered again because they were under way',
    totals.repeated,
    `at most ${totals.mostRepeated} after one kill, of 8 at once; runs ended by 401 or a redirect: ${totals.refusedRuns}`,
  );
  report('… requests that followed a redirect to another host', totals.strayed);
}
