// Builds and runs benches: `npm run bench -- NAME…` runs `run(report)` of test/bench/NAME.ts; without a name it lists them.
// `NAME:PART` runs one part of a bench that has parts (`tag:throughput`).
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { prepareEditor } from './tools/editorParts.mjs';
import { inRoot, root } from './tools/paths.mjs';
import { run } from './tools/processes.mjs';

/** Benches that need a real VS Code. */
const inEditor = ['openEditor'];
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = [...new Set(wanted.map((argument) => argument.split(':')[0]))];
const known = readdirSync(inRoot('test/bench'))
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.slice(0, -'.ts'.length));
const unknown = names.filter((name) => !known.includes(name));

if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no bench ${unknown.join(', ')}.`);
  console.log(`usage: npm run bench -- NAME…\nbenches: ${known.join(' ')}`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  await build();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sft-lens-bench-'));
  try {
    const { code } = await run(process.execPath, ['--expose-gc', inRoot('dist/bench/main.js'), ...wanted], {
      isShown: true,
      ...(names.some((name) => inEditor.includes(name)) ? { env: await editorEnvironment(folder) } : {}),
    });
    process.exitCode = code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A real VS Code with the extension as it was just built. */
async function editorEnvironment(folder) {
  const editor = await prepareEditor({ say: console.log });
  const { publisher, name, version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  symlinkSync(root, path.join(folder, `${publisher}.${name}-${version}`));
  return { ...editor, SFT_LENS_ROOT: root, SFT_LENS_EXTENSIONS: folder };
}

/** The threads are built as the product has them; each bench stands alone, beside the runner that loads it by name. */
async function build() {
  await run(process.execPath, [inRoot('esbuild.js')], { isShown: true });
  await esbuild.build({
    entryPoints: [inRoot('test/bench/main.ts'), ...names.map((name) => inRoot('test/bench', `${name}.ts`))],
    outdir: inRoot('dist/bench'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    // The helpers that find the shared data ask where they stand; a bundle lies as deep as they do.
    define: { 'import.meta.url': 'benchFileUrl' },
    banner: { js: "const benchFileUrl = require('node:url').pathToFileURL(__filename).href;" },
    sourcemap: 'linked',
    logLevel: 'warning',
  });
}
