// `npm run screenshots`: pictures of the real thing on examples/, in dark, light and high contrast, for the README.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installPacked, prepareEditor } from './tools/editorParts.mjs';
import { ensurePackages } from './tools/install.mjs';
import { artifacts, inRoot, root } from './tools/paths.mjs';
import { mustRun } from './tools/processes.mjs';

const say = (message) => console.log(`screenshots: ${message}`);
const work = mkdtempSync(path.join(os.tmpdir(), 'sft-lens-screenshots-'));

try {
  await ensurePackages(say);
  const editor = await prepareEditor({ say });
  say('packing');
  await mustRun(process.execPath, [inRoot('test/support/pack.mjs')]);
  mkdirSync(inRoot('media/screenshots'), { recursive: true });
  const environment = {
    ...editor,
    SFT_LENS_ROOT: root,
    SFT_LENS_ARTIFACTS: artifacts,
    SFT_LENS_EXTENSIONS: await installPacked(editor, work),
    SFT_LENS_PICTURES: inRoot('media/screenshots'),
  };
  await mustRun(process.execPath, [inRoot('dist/test/screenshotsMain.js')], { env: environment, isShown: true });
} finally {
  rmSync(work, { recursive: true, force: true });
}
