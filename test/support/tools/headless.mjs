// The main job in the terminal: inspect, tag where there are no tags, normalize, measure and select, through the
// command line of the package.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { artifacts, inRoot } from './paths.mjs';
import { run } from './processes.mjs';

const selectionSize = 100;
const tagLimit = 500;

/** Runs the steps one after the other and stops at the first that fails; returns the exit code. */
export async function runHeadless(file, tagsField) {
  mkdirSync(artifacts, { recursive: true });
  for (const [title, args] of stepsFor(file, tagsField)) {
    console.log(`\n── ${title} ── sft-lens ${args.map(shown).join(' ')}\n`);
    const { code } = await run(process.execPath, [inRoot('dist/cli.js'), ...args], { isShown: true });
    if (code !== 0) return code;
  }
  return 0;
}

/** @returns {[string, string[]][]} */
function stepsFor(file, tagsField) {
  const field = tagsField ?? (file.startsWith(inRoot('examples') + path.sep) ? 'tags' : undefined);
  const tags = field === undefined ? [] : ['--tags-field', field];
  const isTagged = field !== undefined || existsSync(`${file}.tags.jsonl`);
  const out = path.join(artifacts, `selection-of-${path.parse(file).name}.jsonl`);
  const tagging = ['tag', file, '--tagger', 'local', '--limit', String(tagLimit)];
  return [
    ['What the file holds', ['inspect', file]],
    ...(isTagged ? [] : [/** @type {[string, string[]]} */ ([`Tags for up to ${tagLimit} queries, offline`, tagging])]),
    ['Tags from raw to normalized', ['normalize', file, ...tags]],
    ['Diversity and complexity', ['stats', file, ...tags]],
    ['Rows worth training on', ['select', file, ...tags, '--n', String(selectionSize), '--out', out]],
  ];
}

const shown = (argument) => (path.isAbsolute(argument) ? path.relative(process.cwd(), argument) : argument);
