// The main job in the terminal: inspect, normalize, measure and select, through the command line of the package.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { artifacts, inRoot } from './paths.mjs';
import { run } from './processes.mjs';

const selectionSize = 100;

/** Runs the steps one after the other and stops at the first that fails; returns the exit code. */
export async function runHeadless(file) {
  const out = path.join(artifacts, `selection-of-${path.basename(file).replace(/\.(gz|zst|parquet|json)$/, '')}`);
  mkdirSync(artifacts, { recursive: true });
  /** @type {[string, string[]][]} */
  const steps = [
    ['What the file holds', ['inspect', file]],
    ['Tags from raw to normalized', ['normalize', file]],
    ['Diversity and complexity', ['stats', file]],
    [`${selectionSize} rows worth training on`, ['select', file, '--n', String(selectionSize), '--out', out]],
  ];
  for (const [title, args] of steps) {
    console.log(`\n── ${title}: sft-lens ${args.map(shown).join(' ')}\n`);
    const { code } = await run(process.execPath, [inRoot('dist/cli.js'), ...args], { isShown: true });
    if (code !== 0) return code;
  }
  return 0;
}

const shown = (argument) => (path.isAbsolute(argument) ? path.relative(process.cwd(), argument) : argument);
