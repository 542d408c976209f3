// The parts of `npm test`. Each settles with counts; a part that cannot run says why and counts as skipped.
import { inRoot } from './paths.mjs';
import { mustRun, run } from './processes.mjs';
import { unitTests } from './unitTests.mjs';

const node = process.execPath;

const parts = {
  lint: () => check(node, [inRoot('test/support/lint.mjs')]),
  types: () => check(node, [packageScript('typescript/bin/tsc'), '-b']),
  format: () => check(node, [packageScript('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']),
  unit: (options) => build(options).then(() => unitTests(options)),
  headless: (options) => build(options).then(headless),
  pack: (options) => build(options).then(() => check(node, [inRoot('test/support/pack.mjs'), '--no-build'])),
  host: (options) => inEditor('host', options),
  journeys: (options) => inEditor('journeys', options),
};

/** In the order in which they run: what is quick to fail comes first. */
export const partNames = Object.keys(parts);

/** @typedef {{ passed: number, failed: number, skipped: number, note?: string }} PartResult */

/**
 * Runs one part; a part that throws is a failure with the error's first line.
 * @param {string} name
 * @param {{ say: (message: string) => void, grep?: string, isBuilt: boolean }} options
 * @returns {Promise<PartResult>}
 */
export async function runPart(name, options) {
  try {
    return await parts[name](options);
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, skipped: 0, note: error.message.split('\n')[0] };
  }
}

const packageScript = (file) => inRoot('node_modules', ...file.split('/'));

async function check(command, args) {
  const { code, output } = await run(command, args, { isShown: true });
  if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
  return { passed: 0, failed: 1, skipped: 0, note: `exit code ${code}, ${output.split('\n').length} lines above` };
}

let built;
/** One build of what is shipped, for the threads' tests, the package and the suites inside VS Code. */
function build({ say, isBuilt }) {
  if (isBuilt) return Promise.resolve();
  built ??= (say('build …'), mustRun(node, ['esbuild.js', '--production']));
  return built;
}

/** `npm start -- --headless` on the example, without building again. */
async function headless() {
  const { runHeadless } = await import('./headless.mjs');
  const code = await runHeadless(inRoot('examples', 'intentions.jsonl'));
  return code === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0, note: `exit code ${code}` };
}

async function inEditor(name, options) {
  const { prepareEditor, runInEditor } = await import('./editorParts.mjs');
  const editor = await prepareEditor(options).catch((error) => ({ reason: error.message.split('\n')[0] }));
  if ('reason' in editor) return { passed: 0, failed: 0, skipped: 1, note: editor.reason };
  await build(options);
  return runInEditor(name, editor, options);
}
