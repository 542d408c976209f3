/** Judging and refining in processes that are killed at random moments, against a server that misbehaves. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { queryHash } from '../../src/core/tagging/queryHash';
import { eachJournalLine } from '../../src/node/judging/journalLines';
import { bundleChild } from './childProgram';
import { apiError, completion, sendJson, startReplyServer } from './replyServer';
import { seededRandom } from './seededRandom';
import { scratchFolder } from './tagging';

export interface PaidOptions {
  readonly mode: 'judge' | 'refine';
  readonly datasetPath: string;
  readonly baseUrl: string;
  readonly concurrency: number;
}

export interface PaidReport {
  readonly openCount: number;
  readonly reason: string;
}

export interface KillTotals {
  kills: number;
  /** Runs that the server's refusals ended before they could be killed. */
  refusedRuns: number;
  answers: number;
  acknowledged: number;
  /** In the journals in the end. */
  kept: number;
  /** Acknowledged, and not in the journal. */
  lost: number;
  /** Answered again although their answer was in the journal when the process began. */
  askedAgain: number;
  /** Answered again because they were under way when a process was killed. */
  repeated: number;
  /** After one kill. */
  mostRepeated: number;
  /** Questions that no run could get answered in the end. */
  open: number;
  /** Requests that reached the host to which the server points. */
  strayed: number;
}

export interface KillPlan {
  readonly mode: PaidOptions['mode'];
  readonly kills: number;
  readonly rowsPerJournal: number;
  readonly killsPerJournal: number;
}

const concurrency = 8;

/** Kills until the number is reached, then lets each journal's run go to its end. */
export async function killPaidRuns(plan: KillPlan): Promise<KillTotals> {
  const program = await bundleChild('paidRunChild');
  const random = seededRandom(7);
  const totals: KillTotals = {
    kills: 0,
    refusedRuns: 0,
    answers: 0,
    acknowledged: 0,
    kept: 0,
    lost: 0,
    askedAgain: 0,
    repeated: 0,
    mostRepeated: 0,
    open: 0,
    strayed: 0,
  };
  const server = await chaosServer(plan.mode, random);
  try {
    while (totals.kills < plan.kills) await killRepeatedly(plan, { program, server, random, totals });
    totals.strayed = server.strayed();
    return totals;
  } finally {
    await server.stop();
  }
}

interface Parts {
  readonly program: string;
  readonly server: Awaited<ReturnType<typeof chaosServer>>;
  readonly random: () => number;
  readonly totals: KillTotals;
}

async function killRepeatedly(plan: KillPlan, { program, server, random, totals }: Parts): Promise<void> {
  const datasetPath = join(scratchFolder(), 'data.jsonl');
  const rows = Array.from({ length: plan.rowsPerJournal }, (_, row) =>
    JSON.stringify({ instruction: `Query ${totals.kills}-${row}?`, output: `Answer ${row}.` }),
  );
  writeFileSync(datasetPath, `${rows.join('\n')}\n`);
  const options = { mode: plan.mode, datasetPath, baseUrl: server.baseUrl, concurrency };
  const acknowledged = new Set<string>();
  let kills = 0;
  for (let runs = 0; runs < 200; runs++) {
    const isLast = kills >= plan.killsPerJournal || totals.kills >= plan.kills;
    const before = await keysIn(options);
    const answeredBefore = server.answers.length;
    const run = startChild(program, options);
    if (!isLast) await killSoon(run, random);
    const report = await run.ended;
    const answered = server.answers.slice(answeredBefore);
    const isKilled = report === undefined;
    if (isKilled) kills++;
    totals.kills += isKilled ? 1 : 0;
    totals.refusedRuns += report !== undefined && report.openCount > 0 ? 1 : 0;
    totals.answers += answered.length;
    totals.askedAgain += answered.filter((key) => before.has(key)).length;
    for (const key of run.acknowledged) acknowledged.add(key);
    const kept = await keysIn(options);
    totals.lost += [...acknowledged].filter((key) => !kept.has(key)).length;
    const unkept = new Set(answered).size - answered.filter((key) => kept.has(key) && !before.has(key)).length;
    totals.repeated += unkept;
    totals.mostRepeated = Math.max(totals.mostRepeated, unkept);
    if (report?.openCount === 0) break;
    if (runs === 199) totals.open += report?.openCount ?? rows.length;
  }
  totals.acknowledged += acknowledged.size;
  totals.kept += (await keysIn(options)).size;
  if (plan.mode === 'refine') checkRefined(datasetPath, rows.length);
}

/** Every row is there, each with the texts that its questions were answered with. */
function checkRefined(datasetPath: string, rowCount: number): void {
  const written = readFileSync(`${datasetPath}.out`, 'utf8').trimEnd().split('\n');
  const refined = written.filter((line) => /"changed":\["output","instruction"\]/.test(line));
  if (refined.length !== rowCount) throw new Error(`${refined.length} of ${rowCount} rows are refined.`);
}

async function keysIn({ mode, datasetPath }: PaidOptions): Promise<Set<string>> {
  const keys = new Set<string>();
  const name = mode === 'judge' ? 'judging' : 'refining';
  await eachJournalLine(`${datasetPath}.${name}.jsonl`, (line) => {
    const { task, question } = line as { readonly task?: string; readonly question?: string };
    keys.add(task ?? question ?? '');
  });
  return keys;
}

interface ChildRun {
  readonly process: ChildProcess;
  readonly acknowledged: readonly string[];
  /** Absent where it was killed. */
  readonly ended: Promise<PaidReport | undefined>;
}

function startChild(program: string, options: PaidOptions): ChildRun {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  let report: PaidReport | undefined;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      if (line.startsWith('{')) report = JSON.parse(line) as PaidReport;
      else if (line !== 'begin') acknowledged.push(line);
    }
  });
  const ended = new Promise<PaidReport | undefined>((resolve, reject) =>
    child.on('close', (code) => (code === 1 ? reject(new Error('The process failed.')) : resolve(report))),
  );
  return { process: child, acknowledged, ended };
}

/** Some time after it has begun to ask, or as soon as it has ended. */
async function killSoon(run: ChildRun, random: () => number): Promise<void> {
  await Promise.race([new Promise((resolve) => run.process.stdout!.once('data', resolve)), run.ended]);
  await Promise.race([new Promise((resolve) => setTimeout(resolve, random() * 150)), run.ended]);
  run.process.kill('SIGKILL');
}

/** Every way of failing that a service has; `answers` are the questions that it has answered whole, in order. */
async function chaosServer(mode: PaidOptions['mode'], random: () => number) {
  const answers: string[] = [];
  const elsewhere = await startReplyServer((response) => sendJson(response, 200, completion('[1, 2]')));
  const server = await startReplyServer((response, { body }) => {
    const [system, user] = (body['messages'] as { readonly content: string }[]).map(({ content }) => content);
    const key = mode === 'judge' ? taskOf(user!) : queryHash(`${system}\u0000${user}`);
    const reply = mode === 'judge' ? '[40, 60]' : `<think>hm</think>Better ${key.slice(0, 6)}.`;
    const answer = (): void => {
      response.on('finish', () => answers.push(key));
      sendJson(response, 200, completion(reply));
    };
    misbehave(response, random(), answer, elsewhere.baseUrl);
  });
  return {
    baseUrl: server.baseUrl,
    answers,
    strayed: () => elsewhere.seen.length,
    stop: async () => {
      await server.stop();
      await elsewhere.stop();
    },
  };
}

function misbehave(response: ServerResponse, chance: number, answer: () => void, elsewhere: string): void {
  const soon = { 'retry-after-ms': '5' };
  if (chance < 0.1) return sendJson(response, 429, apiError('slow down'), soon);
  if (chance < 0.2) return sendJson(response, 500, apiError('oops'), soon);
  if (chance < 0.22) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Log in</html>');
  if (chance < 0.24) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    return void response.write('{"choices":[{"mess', () => response.destroy());
  }
  if (chance < 0.25) return sendJson(response, 200, completion('<think>hm</think>'));
  if (chance < 0.252) return sendJson(response, 401, apiError('bad key'));
  if (chance < 0.254) return void response.writeHead(307, { location: elsewhere }).end();
  setTimeout(answer, chance < 0.3 ? 200 : 5);
}

/** As the journal names a comparison: the content of its rows, in order. */
function taskOf(user: string): string {
  const samples = [...user.matchAll(/\[query\]\n(.*)\n\[answer\]\n(.*)\n\[end of sample/g)];
  return samples.map(([, query, answer]) => queryHash(`${query}\u0000${answer}`)).join('-');
}
