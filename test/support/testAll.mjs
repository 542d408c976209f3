// `npm test`: everything that must hold, on a fresh clone or an old one. Plain JavaScript, because it runs before install.
// usage: npm test -- [PART…] [--no-journeys] [--require-journeys] [--no-build] [--grep=TEXT]
//   parts: lint types format unit headless pack host journeys (all by default)
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensurePackages } from './tools/install.mjs';
import { artifacts } from './tools/paths.mjs';
import { partNames, runPart } from './tools/testParts.mjs';

const startedAt = Date.now();
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = named.filter((name) => !partNames.includes(name));
const say = (message) => console.log(`[${seconds(startedAt).padStart(5)} s] ${message}`);

if (unknown.length > 0) {
  console.error(`Unknown part ${unknown.join(', ')}; there are: ${partNames.join(' ')}.`);
  process.exit(2);
}
process.exitCode = await main();

async function main() {
  mkdirSync(artifacts, { recursive: true });
  await ensurePackages(say);
  const results = [];
  for (const name of chosenParts()) results.push(await report(name));
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const skippedJourneys = results.some(({ name, skipped }) => isInEditor(name) && skipped > 0);
  writeFileSync(path.join(artifacts, 'test-results.json'), JSON.stringify(results, null, 2));
  console.log('');
  for (const result of results) console.log(describe(result));
  if (flags.includes('--require-journeys') && skippedJourneys)
    console.log('The journeys were skipped, and they are required.');
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`);
  return total('failed') > 0 || (flags.includes('--require-journeys') && skippedJourneys) ? 1 : 0;
}

function chosenParts() {
  const chosen = named.length > 0 ? partNames.filter((name) => named.includes(name)) : partNames;
  return flags.includes('--no-journeys') ? chosen.filter((name) => !isInEditor(name)) : chosen;
}

async function report(name) {
  const partStartedAt = Date.now();
  say(`${name} …`);
  const grep = flags.find((flag) => flag.startsWith('--grep='))?.slice('--grep='.length);
  const counts = await runPart(name, { say, grep, isBuilt: flags.includes('--no-build') });
  const result = { name, ...counts, seconds: Number(seconds(partStartedAt)) };
  say(describe(result));
  return result;
}

/** @param {import('./tools/testParts.mjs').PartResult & { name: string, seconds: number }} result */
function describe({ name, passed, failed, skipped, note, seconds: duration }) {
  const mark = failed > 0 ? 'FAILED' : passed === 0 && skipped > 0 ? 'skipped' : 'ok';
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return `${mark.padEnd(8)}${name.padEnd(10)}${counts} · ${duration} s${note ? ` · ${note}` : ''}`;
}

function isInEditor(name) {
  return name === 'host' || name === 'journeys';
}

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1);
}
