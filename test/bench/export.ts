/** Export of 6,000 rows out of a 1 GB file, against copying those bytes by hand with the offsets already known. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ManifestFacts, ManifestRow } from '../../src/core/export/manifest';
import { randomOf, shuffle } from '../../src/core/select/random';
import { openDataset } from '../../src/node/dataset/openDataset';
import { SourceHashes } from '../../src/node/export/sourceHashes';
import { writeSelection, type WriteRefusal, type WriteResult } from '../../src/node/export/writeSelection';
import type { BenchReport } from '../support/benchReport';

const rowTotal = 200_000;
const rowText = 5_000;
const wanted = 6_000;

const facts: ManifestFacts = {
  selector: 'random',
  parameters: {},
  requested: wanted,
  seed: 0,
  shortfall: 0,
  rounds: 1,
  coverage: 0,
  averageTags: 0,
  notes: [],
  recipeHash: null,
  taggers: [],
  version: 'bench',
};

export async function run(report: BenchReport): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sft-lens-bench-'));
  try {
    const source = join(folder, 'large.jsonl');
    report('source', `${((await makeSource(source)) / 2 ** 30).toFixed(2)} GB`, `${rowTotal} rows`);
    const dataset = await openDataset(source);
    await dataset.whenIndexed();
    const rows = shuffle(
      Uint32Array.from({ length: rowTotal }, (_, row) => row),
      randomOf(1),
    ).slice(0, wanted);
    await sleep(3_000); // A hash is kept only of a file that was quiet for a while.
    const known = new SourceHashes();
    const alone = await timed(() => known.of(source));
    report('hash of the source alone', `${alone.toFixed(0)} ms`, 'in a thread, begun when an export is asked for');
    const kinds = { 'hash of the source read too': new SourceHashes(), 'hash of the source known': known };
    for (const [label, hashes] of Object.entries(kinds)) {
      const request = { dataset, rows, target: join(folder, 'out.jsonl'), facts, hashes };
      let result: WriteResult | WriteRefusal | undefined;
      const milliseconds = await timed(async () => (result = await writeSelection(request)));
      if (result?.kind !== 'written') throw new Error(JSON.stringify(result));
      const copy = await copyByHand(source, join(folder, 'copy.jsonl'), result.manifest.rows);
      report(
        `export, ${label}`,
        `${milliseconds.toFixed(0)} ms`,
        `${(milliseconds / copy).toFixed(1)} × copying (${copy.toFixed(0)} ms)`,
      );
    }
    const [ours, copied] = await Promise.all(['out.jsonl', 'copy.jsonl'].map((name) => readFile(join(folder, name))));
    const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    report('bytes', hashOf(ours!) === hashOf(copied!) ? 'equal' : 'DIFFERENT');
    await dataset.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function makeSource(path: string): Promise<number> {
  const file = await open(path, 'w');
  const random = randomOf(7);
  let bytes = 0;
  for (let row = 0; row < rowTotal; row += 500) {
    const lines = Array.from({ length: 500 }, (_, k) => {
      const answer = String.fromCharCode(97 + random.below(26)).repeat(rowText + random.below(1000));
      return `${JSON.stringify({ instruction: `query ${row + k}`, output: answer })}\n`;
    });
    bytes += (await file.write(lines.join(''))).bytesWritten;
  }
  await file.close();
  return bytes;
}

/** Reads each range and writes it, in the order of the selection, then syncs. */
async function copyByHand(source: string, target: string, rows: readonly ManifestRow[]): Promise<number> {
  const start = performance.now();
  const [input, output] = [await open(source, 'r'), await open(target, 'w')];
  for (const { byteOffset, byteLength } of rows) {
    const buffer = Buffer.alloc(byteLength + 1, '\n');
    await input.read(buffer, 0, byteLength, byteOffset);
    await output.write(buffer);
  }
  await output.sync();
  await Promise.all([input.close(), output.close()]);
  return performance.now() - start;
}
