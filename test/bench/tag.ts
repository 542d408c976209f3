/** Tagging runs against real servers: throughput, kill -9, chaos, and how replies and records scale. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOfReply, parseReply } from '../../src/core/tagging/parseReply';
import { readJournalLine } from '../../src/core/tagging/journalLine';
import { halvesOfHash, queryHash } from '../../src/core/tagging/queryHash';
import { TagStore } from '../../src/core/tagging/tagStore';
import type { BenchReport } from '../support/benchReport';
import { completion, sendJson, startReplyServer } from '../support/replyServer';
import { seededRandom } from '../support/seededRandom';
import { hasShared, sharedPath } from '../support/sharedData';
import { scratchFolder, tagRecord } from '../support/tagging';
import { bundleChild } from '../support/childProgram';
import { startTagRunChild, type ChildOptions } from '../support/tagRunProcess';

const kills = Number(process.env['SFT_LENS_BENCH_KILLS'] ?? 1_000);
const mutations = Number(process.env['SFT_LENS_BENCH_MUTATIONS'] ?? 1_000_000);

type Part = (program: string, report: BenchReport) => void | Promise<void>;

const parts: Readonly<Record<string, Part>> = {
  parsing: (_, report) => reportParsing(report),
  store: (_, report) => reportStore(report),
  throughput: reportThroughput,
  chaos: reportChaos,
  kills: reportKills,
};

/** Runs all parts, or the named one. */
export async function run(report: BenchReport, part?: string): Promise<void> {
  const wanted = part === undefined ? Object.values(parts) : [parts[part]];
  const program = await bundleChild('tagRunChild');
  for (const each of wanted) {
    if (each === undefined) throw new Error(`The parts of this bench are ${Object.keys(parts).join(', ')}.`);
    await each(program, report);
  }
}

/** Real replies, and as many mutations of them as asked for: none may throw or hang. */
function reportParsing(report: BenchReport): void {
  const replies = realReplies();
  const started = performance.now();
  const unreadable = replies.flatMap((reply, row) => (parseReply(reply).kind === 'unreadable' ? [row] : []));
  const took = performance.now() - started;
  report(
    'real replies read',
    `${replies.length - unreadable.length} of ${replies.length}`,
    `unreadable: row ${unreadable.join(', ')}; ${took.toFixed(0)} ms`,
  );
  const random = seededRandom(1);
  let readable = 0;
  let slowestMs = 0;
  for (let round = 0; round < mutations; round++) {
    const mutated = mutate(replies[Math.floor(random() * replies.length)]!, random);
    const before = performance.now();
    if (outcomeOfReply(mutated).kind === 'tagged') readable++;
    slowestMs = Math.max(slowestMs, performance.now() - before);
  }
  report(
    'mutated replies, none threw',
    mutations,
    `${((100 * readable) / mutations).toFixed(1)} % readable, slowest ${slowestMs.toFixed(1)} ms`,
  );
}

const pieces = ['[', ']', '{', '}', '"', ',', ':', '\\', '\\u', '\n', '```', 'tag', '\u0000', '\ud800', 'null', ''];

function mutate(reply: string, random: () => number): string {
  let text = reply;
  for (let edit = 0; edit < 1 + random() * 4; edit++) {
    const at = Math.floor(random() * text.length);
    const kind = random();
    const cut = kind < 0.3 ? text.length : at + Math.floor(random() * 3);
    text = text.slice(0, at) + (kind < 0.2 ? '' : pieces[Math.floor(random() * pieces.length)]!) + text.slice(cut);
  }
  return text;
}

function realReplies(): string[] {
  if (!hasShared) return ['[{"tag":"a","explanation":"\\(x\\)"}]', '```json\n[{"tag":"b"}]\n```'];
  const lines = readFileSync(sharedPath('data', 'tags', 'gradient_wiz_mag_raw_instag.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => (JSON.parse(line.replace(/: NaN/g, ': null')) as { raw_instag: string }).raw_instag);
}

/** A million queries of 4.4 tags in the store. */
function reportStore(report: BenchReport): void {
  const count = 1_000_000;
  const store = new TagStore();
  const random = seededRandom(2);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const started = performance.now();
  const hashes: string[] = [];
  for (let start = 0; start < count; start += 1_000) {
    const records = Array.from({ length: 1_000 }, (_, index) => {
      const tags = Array.from(
        { length: 4 + (random() < 0.4 ? 1 : 0) },
        () => `tag ${Math.floor(random() ** 3 * 100_000)}`,
      );
      const record = tagRecord(`query ${start + index}`, tags);
      if (index === 0) hashes.push(record.query);
      return { record };
    });
    store.apply(records);
  }
  const seconds = (performance.now() - started) / 1000;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  report(
    'store of 1,000,000 queries',
    `${(bytes / 2 ** 20).toFixed(0)} MB`,
    `filled in ${seconds.toFixed(1)} s, hashing included`,
  );
  const lookups = performance.now();
  for (const hash of hashes) {
    const { high, low } = halvesOfHash(hash);
    if (store.tagsOf(high, low).length === 0) throw new Error('A query was lost.');
  }
  report('look-up of a query', `${(((performance.now() - lookups) * 1000) / hashes.length).toFixed(1)} µs`);
}

/** 5,000 queries at 64 at once against aimock with 200 ms of latency, each in a process of its own. */
async function reportThroughput(program: string, report: BenchReport): Promise<void> {
  const mock = await startAimock({ latencyMs: 200 });
  const count = 5_000;
  const started = performance.now();
  const setup = optionsFor(mock.baseUrl, { count, concurrency: 64, notesSent: true });
  const result = await startTagRunChild(program, setup).ended;
  const seconds = (performance.now() - started) / 1000;
  const bareSeconds = await bareLoopSeconds(mock.baseUrl, count);
  mock.stop();
  if (result === undefined) throw new Error('The run did not end.');
  const shareOf = (taken: number): string => `${((100 * count) / taken / (64 / 0.2)).toFixed(1)} % of 320 / s`;
  report(
    '5,000 queries, 64 at once, 200 ms (aimock)',
    shareOf(result.runSeconds),
    `${result.runSeconds.toFixed(2)} s; goal 95 %; with the start of the process ${shareOf(seconds)}`,
  );
  report('… the same questions by a bare loop over node:http', shareOf(bareSeconds), 'what this peer allows');
  const cpu = (100 * result.cpuSeconds) / result.runSeconds;
  report(
    '… processor and memory of the run',
    `${cpu.toFixed(0)} % of one core`,
    `${(result.memoryBytes / 2 ** 20).toFixed(0)} MB at most; goal 30 %`,
  );
  report('… tagged, failed', `${result.tagged}, ${result.failed}`);
}

/** Seconds that a process needs for as many questions with nothing around them: no tagger, no journal. */
async function bareLoopSeconds(baseUrl: string, count: number): Promise<number> {
  const script = `
    const http = require('node:http');
    const agent = new http.Agent({ keepAlive: true });
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x'.repeat(2000) }] });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const ask = () => new Promise((resolve, reject) => {
      const request = http.request(${JSON.stringify(`${baseUrl}/chat/completions`)}, { method: 'POST', agent, headers });
      request.on('response', (message) => message.resume().on('end', resolve)).on('error', reject).end(body);
    });
    let left = ${count};
    const started = performance.now();
    Promise.all(Array.from({ length: 64 }, async () => { while (left-- > 0) await ask(); }))
      .then(() => console.log((performance.now() - started) / 1000));
  `;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => child.stdout.once('data', (data: Buffer) => resolve(Number(data.toString()))));
}

/** aimock that drops, breaks and refuses four requests in ten. */
async function reportChaos(program: string, report: BenchReport): Promise<void> {
  const mock = await startAimock({
    latencyMs: 5,
    dropRate: 0.15,
    malformedRate: 0.1,
    rateLimitRate: 0.1,
    disconnectRate: 0.1,
  });
  const count = 500;
  const started = performance.now();
  const result = await startTagRunChild(program, optionsFor(mock.baseUrl, { count, concurrency: 16 })).ended;
  mock.stop();
  const seconds = (performance.now() - started) / 1000;
  report(
    `${count} queries, 40 % chaos (aimock)`,
    `${result?.tagged} tagged, ${result?.failed} listed`,
    `${result?.requests} requests, ${result?.retries} retries, ${seconds.toFixed(0)} s, ${result?.ending}`,
  );
}

/** Small runs killed at random moments until the number of kills is reached. */
async function reportKills(program: string, report: BenchReport): Promise<void> {
  const server = await startReplyServer((response) => {
    setTimeout(() => sendJson(response, 200, completion('[{"tag":"a"}]')), 5);
  });
  const random = seededRandom(3);
  const totals = { kills: 0, acknowledged: 0, lost: 0, corrupt: 0, askedAgain: 0, repeated: 0, mostRepeated: 0 };
  for (let journal = 0; totals.kills < kills; journal++) {
    const setup = optionsFor(server.baseUrl, { count: 400, concurrency: 8, prefix: `journal ${journal} query ` });
    await killRepeatedly(program, setup, server.seen, random, totals);
  }
  await server.stop();
  report(
    `kill -9 × ${totals.kills}`,
    `${totals.lost} of ${totals.acknowledged} acknowledged lost`,
    `${totals.corrupt} corrupt journals`,
  );
  report('… acknowledged queries asked again', totals.askedAgain);
  report(
    '… requests repeated because they were under way',
    totals.repeated,
    `at most ${totals.mostRepeated} after one kill, of 8 at once and 4 on their way to the disk`,
  );
}

type KillTotals = Record<
  'kills' | 'acknowledged' | 'lost' | 'corrupt' | 'askedAgain' | 'repeated' | 'mostRepeated',
  number
>;

async function killRepeatedly(
  program: string,
  setup: ChildOptions,
  seen: readonly { readonly body: Record<string, unknown> }[],
  random: () => number,
  totals: KillTotals,
): Promise<void> {
  const acknowledged = new Set<string>();
  const answered = new Set<string>();
  for (let kill = 0; kill < 10 && totals.kills < kills; kill++) {
    const seenBefore = seen.length;
    const run = startTagRunChild(program, setup);
    await new Promise<void>((resolve) => run.process.stdout!.once('data', () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, random() * 80));
    run.process.kill('SIGKILL');
    await run.ended;
    totals.kills++;
    const asked = seen.slice(seenBefore).map(({ body }) => queryHash(queryIn(body)));
    totals.askedAgain += asked.filter((hash) => acknowledged.has(hash)).length;
    const repeated = asked.filter((hash) => answered.has(hash)).length;
    totals.repeated += repeated;
    totals.mostRepeated = Math.max(totals.mostRepeated, repeated);
    for (const hash of asked) answered.add(hash);
    for (const hash of run.acknowledged) acknowledged.add(hash);
    checkJournal(setup.datasetPath, acknowledged, totals);
    for (const hash of acknowledged) answered.delete(hash);
  }
  totals.acknowledged += acknowledged.size;
}

function checkJournal(datasetPath: string, acknowledged: ReadonlySet<string>, totals: KillTotals): void {
  const whole = readFileSync(`${datasetPath}.tags.jsonl`, 'utf8').split('\n').slice(0, -1).map(readJournalLine);
  if (whole.some((line) => line.kind === 'unreadable')) totals.corrupt++;
  const kept = new Set(whole.flatMap((line) => (line.kind === 'record' ? [line.record.query] : [])));
  totals.lost += [...acknowledged].filter((hash) => !kept.has(hash)).length;
}

function queryIn(body: Record<string, unknown>): string {
  return /\[begin\]\\n(.*)\\n\[end\]/.exec(JSON.stringify(body))?.[1] ?? '';
}

function optionsFor(baseUrl: string, more: Partial<ChildOptions>): ChildOptions {
  const datasetPath = join(scratchFolder(), 'data.jsonl');
  return { baseUrl, datasetPath, count: 100, prefix: 'query ', concurrency: 8, timeoutMs: 10_000, ...more };
}

/** aimock in a process of its own, so that its processor time is not ours. */
async function startAimock(chaos: object): Promise<{ readonly baseUrl: string; stop(): void }> {
  const script = `
    const { LLMock } = require('@copilotkit/aimock');
    const mock = new LLMock({ port: 0, chaos: ${JSON.stringify(chaos)} });
    mock.on({ predicate: () => true }, { content: '[{"tag":"a","explanation":"x"},{"tag":"b","explanation":"y"}]' });
    mock.start().then(() => console.log(mock.url));
  `;
  const child: ChildProcess = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise<string>((resolve) =>
    child.stdout!.once('data', (data: Buffer) => resolve(data.toString().trim())),
  );
  return { baseUrl: `${url}/v1`, stop: () => void child.kill() };
}
