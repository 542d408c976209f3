// Runs the suites inside a real VS Code: in its extension host, and through its window with the packed extension.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureCodeServer } from './codeServer.mjs';
import { artifacts, inRoot, root } from './paths.mjs';
import { mustRun, run } from './processes.mjs';

const packedFile = inRoot('dist', 'sft-lens.vsix');
const timeLimitMs = 22 * 60_000;

let prepared;
/** Finds or installs the editor and the browser; throws the reason when that is impossible. */
export function prepareEditor({ say }) {
  prepared ??= prepare(say);
  return prepared;
}

async function prepare(say) {
  const chromium = await ensureChromium(say);
  const { node, entry } = await ensureCodeServer(say);
  return { SFT_LENS_CHROMIUM: chromium, SFT_LENS_EDITOR_NODE: node, SFT_LENS_EDITOR_ENTRY: entry };
}

/** Installs the packed extension into a fresh folder and runs one kind of suites against it. */
export async function runInEditor(name, editor, { grep }) {
  if (!existsSync(packedFile))
    return { passed: 0, failed: 1, skipped: 0, note: `${packedFile} is missing: run pack first` };
  const work = mkdtempSync(path.join(os.tmpdir(), 'sft-lens-test-'));
  const result = path.join(artifacts, `${name}.json`);
  rmSync(result, { force: true });
  mkdirSync(path.join(artifacts, 'screenshots'), { recursive: true });
  try {
    const environment = {
      ...editor,
      SFT_LENS_ROOT: root,
      SFT_LENS_EXTENSIONS: await installPacked(editor, work),
      SFT_LENS_ARTIFACTS: artifacts,
      [`SFT_LENS_${name.toUpperCase()}_RESULT`]: result,
      ...(grep === undefined ? {} : { SFT_LENS_GREP: grep }),
    };
    const command = name === 'host' ? hostCommand(environment) : [inRoot('dist/test/journeysMain.js')];
    const { code } = await run(process.execPath, command, { env: environment, isShown: true, timeoutMs: timeLimitMs });
    return counts(result, code);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Installs the packed extension into a fresh extensions folder, as a user would, and returns the folder. */
export async function installPacked(editor, work) {
  const extensions = path.join(work, 'extensions');
  await mustRun(editor.SFT_LENS_EDITOR_NODE, [
    editor.SFT_LENS_EDITOR_ENTRY,
    ...['--user-data-dir', path.join(work, 'user'), '--extensions-dir', extensions],
    ...['--install-extension', packedFile],
  ]);
  return extensions;
}

function hostCommand(environment) {
  chmodSync(inRoot('dist/test/shim.js'), 0o755);
  environment.SFT_LENS_EDITOR ??= inRoot('dist/test/shim.js');
  return [inRoot('test/support/hostTests.mjs')];
}

/** Only a finished run leaves its counts; a run that was cut short is a failure whatever its exit code. */
function counts(result, code) {
  if (!existsSync(result)) return { passed: 0, failed: 1, skipped: 0, note: `the run ended early with code ${code}` };
  const finished = JSON.parse(readFileSync(result, 'utf8'));
  const isExitWrong = code !== 0 && finished.failed === 0;
  return {
    ...finished,
    failed: finished.failed + (isExitWrong ? 1 : 0),
    ...(isExitWrong ? { note: `exit code ${code}` } : {}),
  };
}
