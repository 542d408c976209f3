// Packs the built extension into dist/sft-lens.vsix. Dependencies are bundled, so none are packed from node_modules.
// usage: node test/support/pack.mjs [--no-build]
import { statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { inRoot, root } from './tools/paths.mjs';
import { mustRun } from './tools/processes.mjs';

const packedFile = inRoot('dist', 'sft-lens.vsix');

if (!process.argv.includes('--no-build')) {
  await mustRun(process.execPath, ['esbuild.js', '--production']);
}
await createVSIX({
  cwd: root,
  packagePath: packedFile,
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
console.log(`packed ${packedFile}, ${(statSync(packedFile).size / 2 ** 20).toFixed(1)} MB`);
